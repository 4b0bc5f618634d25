using System.Globalization;

namespace DataSharing.Agreements;

/// <summary>
/// An agreement as text for people: a pure function of the bytes that are signed, so that what is read and what is enforced cannot drift apart.
/// Every clause has an anchor: <c>#party-…</c>, <c>#category-…</c>, <c>#purpose-…</c>, <c>#rule-…</c>.
/// </summary>
public static class AgreementText
{
    /// <summary>A whole page that prints well and needs nothing else.</summary>
    public static string Html(AgreementDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var agreement = document.Agreement;
        return Build(document)
            .Page(
                agreement.Title,
                $"{agreement.Id}, version {agreement.Version}. SHA-256 of the canonical document (RFC 8785): {document.ContentHash}"
            );
    }

    /// <summary>The same text, clause for clause, to stand within another page. Every text in it is encoded.</summary>
    public static string Body(AgreementDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return Build(document).Body;
    }

    private static HtmlText Build(AgreementDocument document)
    {
        var agreement = document.Agreement;
        var html = new HtmlText().Heading(1, "agreement", agreement.Title);
        _ = html.Terms(
            ("Agreement", $"{agreement.Id}, version {agreement.Version}"),
            ("Has effect from", Moment(agreement.EffectiveFrom)),
            ("Until", agreement.EffectiveTo is { } to ? Moment(to) : "it is replaced"),
            ("To be reviewed by", Day(agreement.ReviewDate)),
            ("Content hash", document.ContentHash)
        );
        _ = html.Heading(2, "purpose-statement", "Why the parties share").Paragraph(agreement.PurposeStatement);
        Parties(agreement, html);
        Purposes(agreement, html);
        Categories(agreement, html);
        _ = html.Heading(2, "permissions", "What may be shared");
        _ = html.Paragraph("What no permission covers may not be shared under this agreement.");
        foreach (var rule in agreement.Permissions)
        {
            RuleText.Permission(rule, html);
        }

        _ = html.Heading(2, "prohibitions", "What may not be shared");
        _ = html.Paragraph(
            agreement.Prohibitions.Count == 0
                ? "This agreement has no prohibition of its own."
                : "Each of these holds between the parties under any agreement."
        );
        foreach (var rule in agreement.Prohibitions)
        {
            RuleText.Prohibition(rule, html);
        }

        Care(agreement, html);
        return html;
    }

    private static void Parties(Agreement agreement, HtmlText html)
    {
        _ = html.Heading(2, "parties", "The parties");
        foreach (var party in agreement.Parties)
        {
            var toolkit = party.Toolkit;
            _ = html.Heading(3, $"party-{party.Agency}", party.Agency.Value);
            _ = html.Terms(
                (
                    "In law",
                    Words.Of(Words.ControllerRoles, party.ControllerRole)
                        + (party.ControllerRole == ControllerRole.Processor ? "" : " controller")
                ),
                ("Kind of body", party.Authority is { } authority ? AuthorityWords(authority) : null),
                ("Functions", RuleText.List(party.Functions)),
                ("Answers for data protection", party.DataProtectionOfficer),
                ("Caldicott Guardian", party.CaldicottGuardian),
                (
                    "Security toolkit",
                    toolkit is null ? null : $"{Words.Of(Words.ToolkitStatuses, toolkit.Status)}, {Day(toolkit.PublishedOn)}"
                ),
                ("Retention schedule", party.RetentionSchedule is { } schedule ? Schedule(schedule) : null),
                ("Processor's contract", party.ProcessorContract)
            );
        }
    }

    private static void Purposes(Agreement agreement, HtmlText html)
    {
        _ = html.Heading(2, "purposes", "The purposes");
        foreach (var purpose in agreement.Purposes)
        {
            _ = html.Heading(3, $"purpose-{purpose.Code}", purpose.Title);
            _ = html.Terms(
                ("Code", purpose.Code.Value),
                ("Serves", RuleText.List(purpose.Functions)),
                ("Law enforcement", purpose.LawEnforcement ? "yes (Data Protection Act 2018 s.31)" : null)
            );
        }
    }

    private static void Categories(Agreement agreement, HtmlText html)
    {
        _ = html.Heading(2, "categories", "The data");
        foreach (var category in agreement.Categories)
        {
            _ = html.Heading(3, $"category-{category.Code}", category.Title);
            _ = html.Terms(
                ("Code", category.Code.Value),
                ("Special category", category.SpecialCategory ? $"yes (UK GDPR Art 9). {SpecialKinds(category)}".TrimEnd() : null),
                ("Criminal offences", category.CriminalOffence ? "yes (UK GDPR Art 10)" : null),
                ("Collected for law enforcement", category.LawEnforcement ? "yes (Data Protection Act 2018 s.31)" : null),
                ("Kept at most", category.RetainFor?.Text)
            );
        }
    }

    private static void Care(Agreement agreement, HtmlText html)
    {
        _ = html.Heading(2, "care", "How it is looked after");
        _ = html.Terms(
            (
                "Impact assessment",
                agreement.Dpia is { } dpia
                    ? $"{dpia.Reference}, completed {Day(dpia.Date)}, to be reviewed by {Day(dpia.ReviewDate)}"
                    : null
            ),
            ("Joint controllers' arrangement", agreement.JointArrangement),
            ("How people are told", agreement.Transparency),
            ("People's rights", agreement.Rights),
            ("Who watches over it", agreement.Governance)
        );
    }

    private static string SpecialKinds(DeclaredCategory category) =>
        RuleText.List(category.SpecialKinds.Select(kind => Words.Of(Words.SpecialKinds, kind))) ?? "";

    private static string Schedule(RetentionSchedule schedule) =>
        $"{schedule.Reference}: {string.Join("; ", schedule.Periods.Select(period => $"{period.Category} {period.KeepFor}"))}";

    private static string AuthorityWords(AuthorityKind authority) =>
        authority switch
        {
            AuthorityKind.PublicAuthority => "public authority",
            AuthorityKind.CompetentAuthority => "public authority, and competent authority for law enforcement",
            _ => "neither public authority nor competent authority",
        };

    internal static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("d MMMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
