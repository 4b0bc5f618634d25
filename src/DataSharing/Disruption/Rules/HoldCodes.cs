namespace DataSharing.Disruption;

/// <summary>The codes of holds, and what the person who reviews one is asked.</summary>
public static class HoldCodes
{
    public static IReadOnlyList<string> All { get; } = ["child-nrm", "child-section-45", "child-abe", "child-suspect"];

    public static string Said(string code) =>
        code switch
        {
            "child-nrm" =>
                "A child who may be a victim of trafficking: a second person reviews whether this tactic is right before it goes on.",
            "child-section-45" =>
                "A child with a section 45 defence to be considered: a second person reviews whether this tactic is right before it goes on.",
            "child-abe" =>
                "A child who gives evidence as a witness: a second person reviews whether this tactic is right before it goes on.",
            _ => "A child is the person this is used on: a second person reviews whether support is the better answer before it goes on.",
        };
}
