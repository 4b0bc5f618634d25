namespace DataSharing.Audit;

/// <summary>What an act does, as other systems' formats sort acts.</summary>
internal enum ActKind
{
    Execute,
    Create,
    Read,
    Update,
    Delete,
}

/// <summary>
/// Sorts acts by the first verb of their code that is known here: <c>disclosure.read-refused</c> and <c>audit.export-read</c> read.
/// </summary>
internal static class ActKinds
{
    private static readonly Dictionary<string, ActKind> Verbs = new(StringComparer.Ordinal)
    {
        ["read"] = ActKind.Read,
        ["listed"] = ActKind.Read,
        ["named"] = ActKind.Read,
        ["searched"] = ActKind.Read,
        ["previewed"] = ActKind.Read,
        ["exported"] = ActKind.Read,
        ["counted"] = ActKind.Read,
        ["replayed"] = ActKind.Read,
        ["made"] = ActKind.Create,
        ["registered"] = ActKind.Create,
        ["recorded"] = ActKind.Create,
        ["added"] = ActKind.Create,
        ["proposed"] = ActKind.Create,
        ["arranged"] = ActKind.Create,
        ["founded"] = ActKind.Create,
        ["answered"] = ActKind.Update,
        ["acknowledged"] = ActKind.Update,
        ["changed"] = ActKind.Update,
        ["updated"] = ActKind.Update,
        ["closed"] = ActKind.Update,
        ["confirmed"] = ActKind.Update,
        ["decided"] = ActKind.Update,
        ["declined"] = ActKind.Update,
        ["completed"] = ActKind.Update,
        ["set"] = ActKind.Create,
        ["lifted"] = ActKind.Update,
        ["ended"] = ActKind.Update,
        ["reviewed"] = ActKind.Update,
        ["suspended"] = ActKind.Update,
        ["resumed"] = ActKind.Update,
        ["removed"] = ActKind.Delete,
        ["revoked"] = ActKind.Delete,
        ["disposed"] = ActKind.Delete,
    };

    public static ActKind Of(string act)
    {
        var verb = act[(act.LastIndexOf('.') + 1)..].Split('-').FirstOrDefault(Verbs.ContainsKey);
        return verb is null ? ActKind.Execute : Verbs[verb];
    }
}
