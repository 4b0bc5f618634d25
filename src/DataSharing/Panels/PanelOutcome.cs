using DataSharing.Audit;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>What became of an act on a panel, its meetings or what belongs to them.</summary>
public abstract record PanelOutcome<T>
    where T : class
{
    private PanelOutcome() { }

    /// <param name="Value">As it is now, for this caller.</param>
    /// <param name="Version">For the ETag.</param>
    /// <param name="Receipt">Of this act.</param>
    public sealed record Done(T Value, RowVersion Version, AuditReceipt Receipt) : PanelOutcome<T>;

    /// <summary>Not there, or not for this caller: nobody can tell which.</summary>
    public sealed record NotFound(AuditReceipt Receipt) : PanelOutcome<T>;

    /// <summary>The caller sees it, and their role on the panel does not reach that far. HTTP 403.</summary>
    public sealed record Forbidden : PanelOutcome<T>;

    /// <summary>It changed since the caller read it. HTTP 412.</summary>
    public sealed record Changed(RowVersion Current) : PanelOutcome<T>;

    /// <summary>A rule stands in the way.</summary>
    public sealed record Refused(PanelRefusal Reason) : PanelOutcome<T>;

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public sealed record KeyReused : PanelOutcome<T>;

    /// <summary>The same refusal of another act.</summary>
    /// <exception cref="InvalidOperationException">It was done.</exception>
    internal PanelOutcome<TOther> Instead<TOther>()
        where TOther : class =>
        this switch
        {
            NotFound none => new PanelOutcome<TOther>.NotFound(none.Receipt),
            Forbidden => new PanelOutcome<TOther>.Forbidden(),
            Changed changed => new PanelOutcome<TOther>.Changed(changed.Current),
            Refused refused => new PanelOutcome<TOther>.Refused(refused.Reason),
            KeyReused => new PanelOutcome<TOther>.KeyReused(),
            _ => throw new InvalidOperationException("What was done has its own answer."),
        };
}

/// <param name="Code">Stable word, documented in docs/panels.md.</param>
/// <param name="Detail">The rule, in a sentence of ours. Never what was sent.</param>
/// <param name="Pointer">The member of the request that breaks it; null where the state of things does.</param>
public sealed record PanelRefusal(string Code, string Detail, string? Pointer = null);
