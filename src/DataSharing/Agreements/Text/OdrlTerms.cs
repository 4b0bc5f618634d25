using System.Text.Json.Nodes;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>The JSON-LD context of exported policies: ODRL's terms, and ours (<c>urn:datasharing:odrl:</c>) where it has none.</summary>
internal static class OdrlTerms
{
    public const string Profile = "urn:datasharing:odrl:profile:1";
    public const string Own = "urn:datasharing:odrl:";

    private const string Odrl = "http://www.w3.org/ns/odrl/2/";

    // Ours with a plain value, each of the type named; null: text.
    private static readonly (string Term, string? Type)[] Values =
    [
        ("contentHash", null),
        ("reviewDate", "xsd:date"),
        ("controllerRole", null),
        ("specialCategory", null),
        ("criminalOffence", null),
        ("lawfulBasis", null),
        ("citation", null),
        ("article6", null),
        ("annex1", null),
        ("article9", null),
        ("schedule1", null),
        ("policyDocument", null),
        ("substantialPublicInterest", null),
        ("part3", null),
        ("schedule8", null),
        ("gateway", null),
        ("release", null),
        ("consentStance", null),
        ("onward", null),
        ("scope", null),
        ("recipient", "@id"),
        ("party", null),
        ("category", null),
        ("statedPurpose", null),
        ("place", null),
    ];

    public static JsonObject Context()
    {
        var context = new JsonObject
        {
            ["odrl"] = Odrl,
            ["ds"] = Own,
            ["dct"] = "http://purl.org/dc/terms/",
            ["xsd"] = "http://www.w3.org/2001/XMLSchema#",
            ["uid"] = "@id",
            ["title"] = "dct:title",
            ["description"] = "dct:description",
            // The members of a collection say that they are part of it: ODRL has the word from their side alone.
            ["member"] = new JsonObject { ["@reverse"] = "odrl:partOf", ["@type"] = "@id" },
        };
        foreach (var term in (string[])["profile", "conflict", "leftOperand", "operator", "informedParty"])
        {
            context[term] = Typed($"odrl:{term}", "@id");
        }

        foreach (
            var term in (string[])
                [
                    "permission",
                    "prohibition",
                    "duty",
                    "constraint",
                    "action",
                    "assigner",
                    "assignee",
                    "target",
                    "rightOperand",
                    "includedIn",
                ]
        )
        {
            context[term] = Typed($"odrl:{term}", term is "includedIn" ? "@id" : null);
        }

        foreach (var (term, type) in Values)
        {
            context[term] = Typed($"ds:{term}", type);
        }

        return context;
    }

    public static string Agency(AgencyId agency) => $"urn:datasharing:agency:{agency}";

    public static string Category(DataCategory category) => $"urn:datasharing:category:{category}";

    public static string Purpose(PurposeCode purpose) => $"urn:datasharing:purpose:{purpose}";

    /// <summary>An action of ours, which ODRL wants to know the place of among its own.</summary>
    public static JsonObject Action(SharingMode mode) =>
        new()
        {
            ["@type"] = "odrl:Action",
            ["uid"] = mode == SharingMode.Content ? "ds:discloseContent" : "ds:discloseExistence",
            ["includedIn"] = "odrl:use",
        };

    private static JsonObject Typed(string id, string? type)
    {
        var term = new JsonObject { ["@id"] = id };
        if (type is not null)
        {
            term["@type"] = type;
        }

        return term;
    }
}
