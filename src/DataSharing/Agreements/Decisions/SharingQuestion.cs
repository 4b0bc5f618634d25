using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>May <see cref="From"/> share these categories about such a subject with <see cref="To"/>, for this purpose, in this mode?</summary>
public sealed record SharingQuestion
{
    public const int MaximumCategories = 64;

    /// <param name="from">The agency that would disclose.</param>
    /// <param name="to">The agency that would receive.</param>
    /// <param name="purpose">The stated purpose.</param>
    /// <param name="subjectKind">What the record is about.</param>
    /// <param name="categories">1 to 64; repeats are one, and the order does not matter.</param>
    /// <param name="mode">Existence or content.</param>
    /// <exception cref="ArgumentException">No category, or too many: check at the door.</exception>
    public SharingQuestion(
        AgencyId from,
        AgencyId to,
        PurposeCode purpose,
        SubjectKind subjectKind,
        IEnumerable<DataCategory> categories,
        SharingMode mode
    )
    {
        From = from;
        To = to;
        Purpose = purpose;
        SubjectKind = subjectKind;
        Mode = mode;
        Asked = [.. categories.Distinct().OrderBy(category => category.Value, StringComparer.Ordinal)];
        if (Asked.Length is 0 or > MaximumCategories)
        {
            throw new ArgumentException($"A question asks for 1 to {MaximumCategories} categories.", nameof(categories));
        }
    }

    public AgencyId From { get; }

    public AgencyId To { get; }

    public PurposeCode Purpose { get; }

    public SubjectKind SubjectKind { get; }

    public SharingMode Mode { get; }

    /// <summary>What is asked for, in ordinal order.</summary>
    public IReadOnlyList<DataCategory> Categories => Asked;

    /// <summary>The one agreement to decide under; null lets the evaluator choose. Prohibitions of every agreement bind in either case.</summary>
    public AgreementId? Under { get; init; }

    /// <summary>Somebody's life or safety is at stake: a permission that is missing is supplied, and nothing else (<see cref="EmergencyRelease"/>).</summary>
    public bool Emergency { get; init; }

    /// <summary>What is known of the subject and the data.</summary>
    public SharingFacts Facts { get; init; } = SharingFacts.NoneRecorded;

    internal DataCategory[] Asked { get; }

    /// <summary>The same of only these categories: may the other agency be told that a record of them is held, and whom to ring? Never by emergency.</summary>
    public SharingQuestion PointingTo(IEnumerable<DataCategory> categories) =>
        new(From, To, Purpose, SubjectKind, categories, SharingMode.Existence) { Under = Under, Facts = Facts };
}
