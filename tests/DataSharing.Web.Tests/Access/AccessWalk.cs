using System.Text.Json.Nodes;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Access;

/// <summary>The part of the no-leak walk that goes through the decision door: personal values where ids and codes belong.</summary>
internal static class AccessWalk
{
    public static async Task RunAsync(
        Eastmere e,
        string subject,
        string reason,
        Func<Task<HttpResponseMessage>, Task<HttpResponseMessage>> heard
    )
    {
        await heard(e.Running.Client.GetAsync("/.well-known/authzen-configuration"));
        var question = AccessCalls.Question(
            "eastmere-council",
            "eastmere-police",
            AccessCalls.Resource(subject, "person", "identity", "risk"),
            AccessCalls.Context(reason: reason)
        );
        var bodies = new List<JsonObject> { question };
        foreach (
            var path in (string[][])
                [
                    ["subject", "type"],
                    ["subject", "id"],
                    ["action", "name"],
                    ["action", "properties", "to"],
                    ["action", "properties", "Quillfeather"],
                    ["resource", "type"],
                    ["resource", "id"],
                    ["resource", "properties", "categories"],
                    ["resource", "properties", "dateOfBirth"],
                    ["context", "purpose"],
                    ["context", "agreement"],
                    ["context", "name"],
                    ["context"],
                    ["Quillfeather"],
                ]
        )
        {
            var bad = question.DeepClone().AsObject();
            var at = bad;
            foreach (var step in path[..^1])
            {
                at = at[step]?.AsObject() ?? throw new InvalidOperationException();
            }

            at[path[^1]] = "Quillfeather";
            bodies.Add(bad);
        }

        foreach (var body in bodies)
        {
            await heard(e.SendAsync("amira", HttpMethod.Post, AccessCalls.One, body));
            await heard(e.SendAsync("amira", HttpMethod.Post, AccessCalls.Several, body));
            var several = new JsonObject { ["evaluations"] = new JsonArray(body.DeepClone(), question.DeepClone()) };
            await heard(e.SendAsync("amira", HttpMethod.Post, AccessCalls.Several, several));
        }

        await heard(e.SendAsync("ben", HttpMethod.Post, AccessCalls.One, question));
        await heard(e.SendAsync("joan", HttpMethod.Post, AccessCalls.Several, question));
    }
}
