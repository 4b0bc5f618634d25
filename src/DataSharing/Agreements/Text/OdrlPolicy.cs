using System.Text.Json.Nodes;

namespace DataSharing.Agreements;

/// <summary>
/// An agreement as a policy of the W3C Open Digital Rights Language, in JSON-LD with its context inline: for registers and tools that read ODRL.
/// A pure function of the bytes that are signed. What ODRL has no word for has one of ours (<see cref="OdrlTerms"/>); the document stays the
/// agreement, and the policy names its hash.
/// </summary>
/// <remarks>ODRL Information Model 2.2 and ODRL Vocabulary &amp; Expression 2.2, W3C Recommendations of 15 February 2018.</remarks>
public static class OdrlPolicy
{
    public const string MediaType = "application/ld+json";

    public static JsonObject Of(AgreementDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var agreement = document.Agreement;
        var uid = $"urn:datasharing:agreement:{agreement.Id}:{agreement.Version}";
        var policy = new JsonObject
        {
            ["@context"] = OdrlTerms.Context(),
            ["@type"] = "odrl:Agreement",
            ["uid"] = uid,
            ["profile"] = OdrlTerms.Profile,
            // A prohibition beats a permission.
            ["conflict"] = "odrl:prohibit",
            ["title"] = agreement.Title,
            ["description"] = agreement.PurposeStatement,
            ["contentHash"] = document.ContentHash,
            ["reviewDate"] = agreement.ReviewDate.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["party"] = new JsonArray([.. agreement.Parties.Select(PartyOf)]),
            ["category"] = new JsonArray([.. agreement.Categories.Select(CategoryOf)]),
            ["statedPurpose"] = new JsonArray([.. agreement.Purposes.Select(PurposeOf)]),
        };
        // An empty list says nothing in ODRL, and an agreement may hold prohibitions alone.
        if (agreement.Permissions.Count > 0)
        {
            policy["permission"] = new JsonArray([.. agreement.Permissions.Select(rule => PermissionOf(agreement, rule, uid))]);
        }

        if (agreement.Prohibitions.Count > 0)
        {
            policy["prohibition"] = new JsonArray([.. agreement.Prohibitions.Select(rule => ProhibitionOf(agreement, rule, uid))]);
        }

        return policy;
    }

    private static JsonNode PartyOf(Party party) =>
        new JsonObject
        {
            ["@type"] = "odrl:Party",
            ["uid"] = OdrlTerms.Agency(party.Agency),
            ["controllerRole"] = Words.Of(Words.ControllerRoles, party.ControllerRole),
        };

    private static JsonNode CategoryOf(DeclaredCategory category) =>
        new JsonObject
        {
            ["@type"] = "odrl:Asset",
            ["uid"] = OdrlTerms.Category(category.Code),
            ["title"] = category.Title,
            ["specialCategory"] = category.SpecialCategory,
            ["criminalOffence"] = category.CriminalOffence,
        };

    private static JsonNode PurposeOf(DeclaredPurpose purpose) =>
        new JsonObject { ["uid"] = OdrlTerms.Purpose(purpose.Code), ["title"] = purpose.Title };

    private static JsonNode PermissionOf(Agreement agreement, Permission rule, string uid)
    {
        var name = $"{uid}#rule-{rule.Id}";
        var consent =
            rule.Consent == ConsentStance.Explicit ? [OdrlConstraints.One("ds:consent", "odrl:eq", "given")] : Array.Empty<JsonNode>();
        var permission = new JsonObject
        {
            ["@type"] = "odrl:Permission",
            ["uid"] = name,
            ["action"] = OdrlTerms.Action(rule.Mode),
            ["assigner"] = Collection($"{name}-from", "odrl:PartyCollection", rule.From.Select(OdrlTerms.Agency)),
            ["assignee"] = Collection($"{name}-to", "odrl:PartyCollection", rule.To.Select(OdrlTerms.Agency)),
            ["target"] = Collection($"{name}-data", "odrl:AssetCollection", rule.Categories.Select(OdrlTerms.Category)),
            ["constraint"] = new JsonArray([
                .. OdrlConstraints.Of(agreement, rule.Purposes, rule.SubjectKinds, rule.Constraints),
                .. consent,
            ]),
            ["lawfulBasis"] = Basis(rule.LawfulBasis),
            ["release"] = Words.Of(Words.Releases, rule.Release),
            ["consentStance"] = Words.Of(Words.ConsentStances, rule.Consent),
            ["onward"] = new JsonObject
            {
                ["@type"] = "ds:OnwardSharing",
                ["scope"] = Words.Of(Words.Onward, rule.Duties.Onward.Scope),
                ["recipient"] = Strings(rule.Duties.Onward.Agencies.Select(OdrlTerms.Agency)),
            },
        };
        var duties = OdrlDuties.Of(rule);
        if (duties.Length > 0)
        {
            permission["duty"] = new JsonArray(duties);
        }

        if (rule.Note is not null)
        {
            permission["description"] = rule.Note;
        }

        return permission;
    }

    private static JsonNode ProhibitionOf(Agreement agreement, Prohibition rule, string uid)
    {
        var name = $"{uid}#rule-{rule.Id}";
        var all = agreement.Parties.Select(party => party.Agency).ToArray();
        var prohibition = new JsonObject
        {
            ["@type"] = "odrl:Prohibition",
            ["uid"] = name,
            ["action"] = OdrlTerms.Action(rule.Mode),
            // "Any" is any of the parties, whatever the data is called.
            ["assigner"] = Collection($"{name}-from", "odrl:PartyCollection", (rule.From ?? all).Select(OdrlTerms.Agency)),
            ["assignee"] = Collection($"{name}-to", "odrl:PartyCollection", (rule.To ?? all).Select(OdrlTerms.Agency)),
            ["target"] = rule.Categories is null
                ? new JsonObject { ["@type"] = "odrl:AssetCollection", ["uid"] = "ds:AnyData" }
                : Collection($"{name}-data", "odrl:AssetCollection", rule.Categories.Select(OdrlTerms.Category)),
        };
        JsonNode[] constraints = [.. OdrlConstraints.Of(agreement, rule.Purposes, rule.SubjectKinds, rule.Constraints)];
        prohibition["constraint"] = new JsonArray(constraints);
        if (rule.Note is not null)
        {
            prohibition["description"] = rule.Note;
        }

        return prohibition;
    }

    private static JsonObject Collection(string uid, string type, IEnumerable<string> members) =>
        new()
        {
            ["@type"] = type,
            ["uid"] = uid,
            ["member"] = Strings(members),
        };

    private static JsonObject Basis(LawfulBasis basis)
    {
        var stated = new JsonObject
        {
            ["@type"] = "ds:LawfulBasis",
            ["citation"] = basis.Citation,
            ["article6"] = basis.Article6,
            ["part3"] = basis.Part3,
        };
        foreach (
            var (term, value) in new (string, string?)[]
            {
                ("annex1", basis.Annex1),
                ("article9", basis.Article9),
                ("gateway", basis.Gateway),
                ("policyDocument", basis.Schedule1?.PolicyDocument),
                (
                    "substantialPublicInterest",
                    basis.Schedule1?.Safeguarding?.SubstantialPublicInterest ?? basis.Schedule1?.SubstantialPublicInterest
                ),
            }
        )
        {
            if (value is not null)
            {
                stated[term] = value;
            }
        }

        if (basis.Schedule1 is { } condition)
        {
            stated["schedule1"] = condition.Paragraph;
        }

        if (basis.Schedule8 is { } paragraph)
        {
            stated["schedule8"] = paragraph;
        }

        return stated;
    }

    private static JsonArray Strings(IEnumerable<string> items) => new([.. items.Select(item => (JsonNode?)JsonValue.Create(item))]);
}
