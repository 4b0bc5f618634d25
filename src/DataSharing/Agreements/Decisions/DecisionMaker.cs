using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>Puts a decision together once the agreement is chosen and the prohibitions are known.</summary>
internal static class DecisionMaker
{
    public static SharingDecision RefuseAll(
        AgreementsInForce inForce,
        SharingQuestion question,
        DateTimeOffset now,
        RefusalReason reason
    ) =>
        new()
        {
            Effect = SharingEffect.Deny,
            Categories = Array.ConvertAll(question.Asked, category => new CategoryDecision(category, reason, [])),
            Grounds = [],
            Agreement = null,
            Question = question,
            At = now,
            InForceDigest = inForce.Digest,
        };

    /// <param name="inForce">What was asked.</param>
    /// <param name="question">The question.</param>
    /// <param name="now">The moment.</param>
    /// <param name="chosen">The agreement that the answer rests on; default where none binds both.</param>
    /// <param name="bits">That agreement's bit of each category asked for.</param>
    /// <param name="barred">What prohibitions take away.</param>
    public static SharingDecision Make(
        AgreementsInForce inForce,
        SharingQuestion question,
        DateTimeOffset now,
        Weighing chosen,
        ReadOnlySpan<byte> bits,
        Barred barred
    )
    {
        var asked = question.Asked;
        var used = chosen.Candidate is null ? RestsOn.Nothing : Resting(chosen, RefusalReason.None, chosen.Permitted & ~barred.Local(bits));
        var categories = new CategoryDecision[asked.Length];
        var permitted = 0;
        for (var i = 0; i < asked.Length; i++)
        {
            var bit = 1UL << i;
            categories[i] =
                (barred.Forbidden & bit) != 0 ? new CategoryDecision(asked[i], RefusalReason.Prohibited, barred.RulesFor(i))
                : (barred.Unevaluable & bit) != 0 ? new CategoryDecision(asked[i], RefusalReason.ProhibitionUnevaluable, barred.RulesFor(i))
                : chosen.Candidate is null ? new CategoryDecision(asked[i], RefusalReason.NoAgreement, [])
                : Weighed(asked[i], chosen, used, Weighing.Mask(bits[i]));
            permitted += categories[i].IsPermitted ? 1 : 0;
        }

        return new SharingDecision
        {
            Effect =
                permitted == asked.Length ? SharingEffect.Permit
                : permitted == 0 ? SharingEffect.Deny
                : SharingEffect.PermitInPart,
            Categories = categories,
            Grounds = used.Grounds,
            DutiesOfGrounds = used.Duties,
            Agreement = chosen.Candidate?.Local.Artefact.Deciding,
            Question = question,
            At = now,
            InForceDigest = inForce.Digest,
        };
    }

    private static CategoryDecision Weighed(DataCategory category, Weighing chosen, RestsOn used, ulong bit)
    {
        var reason = chosen.ReasonOf(bit);
        return new CategoryDecision(
            category,
            reason,
            reason switch
            {
                RefusalReason.None when used.Names.Length == 1 => used.Names,
                // No rule was in scope.
                > RefusalReason.None and < RefusalReason.AgreementNotYetEffective => [],
                _ => Resting(chosen, reason, bit).Names,
            }
        );
    }

    /// <summary>The permissions that come to exactly this for one of these categories.</summary>
    private static RestsOn Resting(Weighing chosen, RefusalReason reason, ulong among)
    {
        var permissions = chosen.Candidate.Permissions;
        if (among == 0)
        {
            return RestsOn.Nothing;
        }

        if (permissions.Length > RestsOnCache.Bits)
        {
            var grounds = new List<Ground>();
            foreach (var rule in permissions)
            {
                if (chosen.Matching(rule, reason, among) != 0)
                {
                    grounds.Add(rule.Ground);
                }
            }

            return RestsOn.These([.. grounds]);
        }

        var rules = 0UL;
        for (var i = 0; i < permissions.Length; i++)
        {
            rules |= chosen.Matching(permissions[i], reason, among) != 0 ? 1UL << i : 0;
        }

        return chosen.Candidate.RestsOn(rules);
    }
}
