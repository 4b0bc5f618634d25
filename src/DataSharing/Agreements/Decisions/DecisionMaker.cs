namespace DataSharing.Agreements;

/// <summary>Puts a decision together once the agreement is chosen and the prohibitions are known.</summary>
internal static class DecisionMaker
{
    public static SharingDecision RefuseAll(
        AgreementsInForce inForce,
        SharingQuestion question,
        DateTimeOffset now,
        RefusalReason reason,
        DecidingAgreement? agreement
    ) =>
        new()
        {
            Effect = SharingEffect.Deny,
            Categories = Array.ConvertAll(question.Asked, category => new CategoryDecision(category, reason, [])),
            Grounds = [],
            Agreement = agreement,
            Question = question,
            At = now,
            InForceDigest = inForce.Digest,
        };

    public static SharingDecision Make(
        AgreementsInForce inForce,
        SharingQuestion question,
        DateTimeOffset now,
        ReadOnlySpan<int> numbers,
        Candidate? chosen,
        Barred barred
    )
    {
        Span<byte> reasons = stackalloc byte[numbers.Length];
        if (chosen is null)
        {
            reasons.Fill((byte)RefusalReason.NoAgreement);
            return Assemble(inForce, question, now, chosen, barred, reasons, [], default, 0);
        }

        var weighing = Weighing.Of(chosen, question, numbers, now, reasons);
        var permitted = weighing.Permitted & ~barred.All;
        var used = Used(chosen, weighing, permitted);
        return Assemble(inForce, question, now, chosen, barred, reasons, used, weighing, permitted);
    }

    /// <summary>The permissions that hold for something permitted.</summary>
    private static CompiledPermission[] Used(Candidate chosen, Weighing weighing, ulong permitted)
    {
        if (permitted == 0)
        {
            return [];
        }

        CompiledPermission? first = null;
        List<CompiledPermission>? several = null;
        foreach (var rule in chosen.Permissions)
        {
            if ((weighing.Matching(rule, RefusalReason.None) & permitted) == 0)
            {
                continue;
            }

            if (first is null)
            {
                first = rule;
            }
            else
            {
                several ??= [first];
                several.Add(rule);
            }
        }

        return several is not null ? [.. several]
            : first is not null ? [first]
            : [];
    }

    private static SharingDecision Assemble(
        AgreementsInForce inForce,
        SharingQuestion question,
        DateTimeOffset now,
        Candidate? chosen,
        Barred barred,
        ReadOnlySpan<byte> reasons,
        CompiledPermission[] used,
        Weighing weighing,
        ulong permitted
    )
    {
        var asked = question.Asked;
        var categories = new CategoryDecision[asked.Length];
        var all = ulong.MaxValue >> (64 - asked.Length);
        for (var i = 0; i < asked.Length; i++)
        {
            var bit = 1UL << i;
            categories[i] =
                (barred.Forbidden & bit) != 0 ? new CategoryDecision(asked[i], RefusalReason.Prohibited, barred.RulesFor(i))
                : (barred.Unevaluable & bit) != 0 ? new CategoryDecision(asked[i], RefusalReason.ProhibitionUnevaluable, barred.RulesFor(i))
                : new CategoryDecision(
                    asked[i],
                    (RefusalReason)reasons[i],
                    RulesFor(chosen, used, weighing, (RefusalReason)reasons[i], bit)
                );
        }

        return new SharingDecision
        {
            Effect =
                permitted == all ? SharingEffect.Permit
                : permitted == 0 ? SharingEffect.Deny
                : SharingEffect.PermitInPart,
            Categories = categories,
            Grounds = used.Length == 1 ? used[0].Alone : Array.ConvertAll(used, rule => rule.Ground),
            Agreement = chosen?.Local.Artefact.Deciding,
            Question = question,
            At = now,
            InForceDigest = inForce.Digest,
        };
    }

    private static string[] RulesFor(Candidate? chosen, CompiledPermission[] used, Weighing weighing, RefusalReason reason, ulong bit)
    {
        // A reason before 7 means that no rule was in scope.
        if (chosen is null || reason is > RefusalReason.None and < RefusalReason.AgreementNotYetEffective)
        {
            return [];
        }

        if (reason == RefusalReason.None && used.Length == 1)
        {
            return used[0].AloneByName;
        }

        var rules = new List<string>();
        foreach (var rule in reason == RefusalReason.None ? used : chosen.Permissions)
        {
            if (weighing.Matching(rule, reason, bit) != 0)
            {
                rules.Add(rule.Ground.Rule);
            }
        }

        return [.. rules];
    }
}
