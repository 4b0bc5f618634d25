namespace DataSharing.Disruption;

/// <summary>Terms as they come in.</summary>
internal static class TermsRule
{
    public const int Most = 40;

    public static (IReadOnlyList<TermRecord> Records, IReadOnlyList<string> Words) Split(IReadOnlyList<TermDraft> terms) =>
        ([.. terms.Select(t => new TermRecord(t.Kind, t.Places))], [.. terms.Select(t => t.Text)]);

    public static Deployment With(Deployment deployment, IReadOnlyList<TermDraft>? terms)
    {
        if (terms is null)
        {
            return deployment;
        }

        var (records, words) = Split(terms);
        return deployment with { Record = deployment.Record with { Terms = records }, Text = deployment.Text with { Terms = words } };
    }
}
