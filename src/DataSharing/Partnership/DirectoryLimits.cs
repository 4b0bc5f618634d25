namespace DataSharing.Partnership;

/// <summary>How much the head row may hold: together under 400 KB of its 512 KB, agreements included.</summary>
internal static class DirectoryLimits
{
    public const int Agencies = 500;
    public const int Bindings = 1_000;
    public const int RoleGrants = 300;
    public const int SuspendedActors = 500;
}
