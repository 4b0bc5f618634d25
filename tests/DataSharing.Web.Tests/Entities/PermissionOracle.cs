namespace DataSharing.Web.Tests.Entities;

/// <summary>
/// What each agency may see, worked out the slow and plain way from a list of what was recorded and a list of what was agreed. It shares no code
/// with the platform: it knows the rules of docs/agreements.md and of reading linked records, and nothing of how they are kept.
/// </summary>
internal sealed class PermissionOracle(OracleWorld world, DateOnly today)
{
    /// <summary>Everything of one subject that one agency sees for one purpose; null where there is nothing for it.</summary>
    public OracleView? See(string reader, string subjectId, string purpose)
    {
        var subject = world.Subjects.Single(s => s.Id == subjectId);
        if (!IsVisible(reader, subject, purpose))
        {
            return null;
        }

        var facts = world.Facts.Where(f => f.Subject == subjectId && MaySee(reader, subject, purpose, f.Item)).Select(f => f.Id);
        var links = world.Links.Where(l => (l.From == subjectId || l.To == subjectId) && SeesLink(reader, l, purpose)).Select(l => l.Id);
        var events = new List<string>();
        foreach (var one in world.Events.Where(e => e.Participants.Contains(subjectId) && MaySee(reader, subject, purpose, e.Item)))
        {
            var others = one
                .Participants.Where(p => p != subjectId)
                .Select(p => world.Subjects.Single(s => s.Id == p))
                .Where(p => IsVisible(reader, p, purpose) && MaySee(reader, p, purpose, one.Item))
                .Select(p => p.Id);
            events.Add($"{one.Id}:{string.Join(',', others.Order(StringComparer.Ordinal))}");
        }

        var consents = world.Consents.Where(c =>
            c.Subject == subjectId && MaySee(reader, subject, purpose, new OracleItem(c.Controller, "consent", null))
        );
        return new OracleView(
            [.. facts.Order(StringComparer.Ordinal)],
            [.. links.Order(StringComparer.Ordinal)],
            [.. events.Order(StringComparer.Ordinal)],
            [.. consents.Select(c => c.Id).Order(StringComparer.Ordinal)]
        );
    }

    private bool IsVisible(string reader, OracleSubject subject, string purpose) =>
        MaySee(reader, subject, purpose, new OracleItem(subject.Controller, "identity", null));

    private bool SeesLink(string reader, OracleLink link, string purpose)
    {
        foreach (var end in new[] { link.From, link.To })
        {
            var subject = world.Subjects.Single(s => s.Id == end);
            if (!IsVisible(reader, subject, purpose) || !MaySee(reader, subject, purpose, link.Item))
            {
                return false;
            }
        }

        return true;
    }

    private bool MaySee(string reader, OracleSubject subject, string purpose, OracleItem item)
    {
        if (item.Controller == reader)
        {
            return true;
        }

        foreach (var ban in world.Rules.Where(r => r.IsProhibition && InScope(r, reader, subject, purpose, item)))
        {
            if (Holds(ban, reader, subject, purpose, item) is not false)
            {
                return false;
            }
        }

        var anyHolds = false;
        foreach (var rule in world.Rules.Where(r => !r.IsProhibition && InScope(r, reader, subject, purpose, item)))
        {
            switch (Holds(rule, reader, subject, purpose, item))
            {
                case null:
                    return false;
                case true when rule.IsManual:
                    return false;
                case true:
                    anyHolds = true;
                    break;
            }
        }

        return anyHolds;
    }

    private static bool InScope(OracleRule rule, string reader, OracleSubject subject, string purpose, OracleItem item) =>
        rule.Purpose == purpose
        && rule.From.Contains(item.Controller)
        && rule.To.Contains(reader)
        && rule.Kinds.Contains(subject.Kind)
        && rule.Categories.Contains(item.Category);

    /// <summary>True, false, or null: not known.</summary>
    private bool? Holds(OracleRule rule, string reader, OracleSubject subject, string purpose, OracleItem item)
    {
        var answers = new List<bool?>();
        if (rule.MaximumAge is { } limit)
        {
            answers.Add(subject.Born is { } born ? Years(born) <= limit : null);
        }

        if (rule.Sources is { } sources)
        {
            answers.Add(item.Source is { } source ? sources.Contains(source) : null);
        }

        if (rule.Flag is { } flag)
        {
            var said = world
                .Facts.Where(f => f.Subject == subject.Id && f.Item.Controller == item.Controller && f.Status == flag.Name)
                .Select(f => f.Holds)
                .Distinct()
                .ToArray();
            answers.Add(said.Length == 1 ? said[0] == flag.Value : null);
        }

        if (rule.NeedsConsent)
        {
            var last = world.Consents.LastOrDefault(c =>
                c.Subject == subject.Id
                && c.Controller == item.Controller
                && (c.Recipients.Contains(reader) || (c.Answer != "given" && c.Recipients.Length == 0))
                && (c.Purposes.Contains(purpose) || (c.Answer != "given" && c.Purposes.Length == 0))
            );
            answers.Add(last is null || last.Answer == "not-sought" ? null : last.Answer == "given");
        }

        return answers.Contains(false) ? false
            : answers.Contains(null) ? null
            : true;
    }

    private int Years(DateOnly born)
    {
        var years = 0;
        while (born.AddYears(years + 1) <= today)
        {
            years++;
        }

        return years;
    }
}

internal sealed record OracleView(string[] Facts, string[] Links, string[] Events, string[] Consents)
{
    public override string ToString() =>
        $"facts {string.Join(' ', Facts)}; links {string.Join(' ', Links)}; events {string.Join(' ', Events)}; consents {string.Join(' ', Consents)}";
}

internal sealed class OracleWorld
{
    public List<OracleSubject> Subjects { get; } = [];

    public List<OracleFact> Facts { get; } = [];

    public List<OracleLink> Links { get; } = [];

    public List<OracleEvent> Events { get; } = [];

    /// <summary>Oldest first.</summary>
    public List<OracleConsent> Consents { get; } = [];

    public List<OracleRule> Rules { get; } = [];
}

internal sealed record OracleSubject(string Id, string Kind, string Controller, DateOnly? Born);

internal sealed record OracleItem(string Controller, string Category, int? Source);

internal sealed record OracleFact(string Id, string Subject, OracleItem Item, string? Status, bool Holds);

internal sealed record OracleLink(string Id, string From, string To, OracleItem Item);

internal sealed record OracleEvent(string Id, string[] Participants, OracleItem Item);

internal sealed record OracleConsent(string Id, string Subject, string Controller, string Answer, string[] Purposes, string[] Recipients);

internal sealed record OracleRule(
    bool IsProhibition,
    string Purpose,
    string[] From,
    string[] To,
    string[] Kinds,
    string[] Categories,
    int? MaximumAge,
    int[]? Sources,
    (string Name, bool Value)? Flag,
    bool NeedsConsent,
    bool IsManual
);
