namespace DataSharing.Agreements;

/// <summary>What of a subject the agreements in force ask about for a pair of agencies and a purpose. What none asks about cannot change a decision.</summary>
[Flags]
public enum FactsNeeded
{
    None = 0,
    Age = 1,
    Flags = 2,
    Consent = 4,
}
