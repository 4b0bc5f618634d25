namespace DataSharing.Disruption;

/// <summary>A deployment with its words opened.</summary>
internal sealed record Deployment(string Id, DeploymentRecord Record, DeploymentText Text)
{
    public IEnumerable<string> Targets => Record.Subjects.Where(s => s.Role == SubjectRole.Target).Select(s => s.Id);

    public override string ToString() => $"Deployment({Id})";
}

/// <summary>What the rules make of an act: the deployment as it would be, or why not.</summary>
internal sealed record Judged(Deployment? Next, IReadOnlyList<RuleRefusal> Reasons)
{
    public static Judged Allowed(Deployment next) => new(next, []);

    public static Judged Refused(params IReadOnlyList<RuleRefusal> reasons) => new(null, reasons);
}
