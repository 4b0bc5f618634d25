namespace DataSharing.Cli.Scenarios;

/// <summary>How a load ended.</summary>
internal abstract record LoadOutcome
{
    private LoadOutcome() { }

    /// <param name="Ids">A line 'step id' for each step that made something: what it is called in this store.</param>
    public sealed record Loaded(IReadOnlyList<string> Ids) : LoadOutcome;

    /// <param name="Step">The step that could not be done; those before it are done.</param>
    /// <param name="Reason">In words for the person at the keyboard.</param>
    public sealed record Stopped(string Step, string Reason) : LoadOutcome;
}
