using static DataSharing.Disruption.DeploymentState;

namespace DataSharing.Disruption;

/// <summary>Which state may follow which. Everything not listed is impossible.</summary>
public static class DeploymentStates
{
    private static readonly Dictionary<DeploymentState, DeploymentState[]> Following = new()
    {
        [Idea] = [Scoping, Rejected],
        [Scoping] = [PanelReview, Authorised, Rejected, Withdrawn],
        [PanelReview] = [Authorised, Scoping, Rejected],
        [Authorised] = [Applied, Served, Delivering, Withdrawn],
        [Applied] = [Interim, Granted, DeploymentState.Refused, Withdrawn],
        [Interim] = [Granted, DeploymentState.Refused, Lapsed, Withdrawn],
        [Granted] = [Active, Stayed, Discharged],
        [Served] = [Active, Stayed, Withdrawn],
        [Delivering] = [Completed, Withdrawn, RenewalDue],
        [Active] = [Stayed, RenewalDue, Expired, Discharged, Superseded],
        [Stayed] = [Active, Discharged],
        [RenewalDue] = [Active, Expired, Discharged],
        [DeploymentState.Refused] = [Granted, Closed],
        [Rejected] = [Closed],
        [Withdrawn] = [Closed],
        [Lapsed] = [Closed],
        [Expired] = [Closed],
        [Discharged] = [Closed],
        [Superseded] = [Closed],
        [Completed] = [Closed],
        [Closed] = [],
    };

    private static readonly Dictionary<string, DeploymentState> ByWord = Enum.GetValues<DeploymentState>()
        .ToDictionary(Word, StringComparer.Ordinal);

    public static IReadOnlyList<DeploymentState> Next(DeploymentState state) => Following[state];

    public static bool MayFollow(DeploymentState from, DeploymentState to) => Following[from].Contains(to);

    /// <summary>The word of the API and of catalogue clocks.</summary>
    public static string Word(DeploymentState state) =>
        state switch
        {
            PanelReview => "panel-review",
            RenewalDue => "renewal-due",
            _ => state.ToString().ToLowerInvariant(),
        };

    public static bool TryParse(string? word, out DeploymentState state) => ByWord.TryGetValue(word ?? "", out state);

    /// <summary>States in which it binds or reaches somebody: entering them is held, and having been in one calls for an effect review.</summary>
    public static bool HasEffect(DeploymentState state) => state is Interim or Served or Delivering or Active;

    /// <summary>Not ended: counts as a live tactic.</summary>
    public static bool IsLive(DeploymentState state) =>
        state is not (Rejected or Withdrawn or Lapsed or Expired or Discharged or Superseded or Completed or Closed);
}
