using System.Text;
using System.Text.Json.Nodes;
using DataSharing.Agreements;

namespace DataSharing.Tests.Agreements.Law;

/// <summary>The repository's law pack, and changed copies of it.</summary>
internal static class Packs
{
    private static readonly byte[] Bytes = File.ReadAllBytes(Path.Combine(NodeScript.Root(), "packs/law-2026-11-23.json"));

    public static LawPack Law { get; } = LawPack.Parse(Bytes);

    public static LawPack LawWith(Action<JsonObject> change)
    {
        var pack = JsonNode.Parse(Bytes)?.AsObject() ?? throw new InvalidOperationException();
        change(pack);
        return LawPack.Parse(Encoding.UTF8.GetBytes(pack.ToJsonString()));
    }

    public static JsonNode Entry(JsonObject pack, string id) =>
        pack["entries"]?.AsArray().First(entry => entry?["id"]?.GetValue<string>() == id) ?? throw new InvalidOperationException();
}
