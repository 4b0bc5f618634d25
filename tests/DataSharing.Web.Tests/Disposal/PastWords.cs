using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DataSharing.Web.Tests.Disposal;

/// <summary>Acts of years ago, with what was said of them: written by the platform's own journal, at another time.</summary>
internal static class PastWords
{
    private static readonly AgencyId Council = AgencyId.Parse("eastmere-council");

    /// <summary>The month whose words go by the usual retention time.</summary>
    public static AgencyMonth Month { get; } = AgencyMonth.Of(DateTimeOffset.UtcNow.AddYears(-8), Council);

    /// <summary>A look of a council's practitioner at a subject.</summary>
    /// <returns>The receipt.</returns>
    public static async Task<AuditReceipt> SayAsync(IServiceProvider services, string subject, string words)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(Month.FirstDay.AddDays(14).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));
        // It promises at that time, too: receipts are looked for among the entries of their hour.
        using var receipts = new ReceiptIssuer(
            services.GetRequiredService<IKeyRing>(),
            services.GetRequiredService<IOptions<LogOptions>>(),
            clock
        );
        var journal = new Journal(
            services.GetRequiredService<IRecordStore>(),
            new AuditEntrySealer(services.GetRequiredService<DataKeys>(), clock),
            receipts,
            services.GetRequiredService<RelaySignal>()
        );
        var act = new AuditAct
        {
            Act = "subject.read",
            Caller = new Caller(
                Council,
                "aaaaaaaa-0000-4000-8000-000000000001",
                "11111111-aaaa-4aaa-8aaa-000000000001",
                "0a000000-0000-4000-8000-00000000fade",
                AgencyRoles.Practitioner,
                PartnershipRoles.None
            ),
            Justification = words,
            Subjects = [new AuditSubject(subject)],
        };
        return await journal.RecordAsync(Shards.Of(subject), act, CancellationToken.None);
    }
}
