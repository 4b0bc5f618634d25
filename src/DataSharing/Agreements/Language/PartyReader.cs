using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Agreements;

/// <summary>Reads a party and what it states of itself.</summary>
internal static class PartyReader
{
    public static Party Read(StrictObject item) =>
        new(AgencyId.Parse(item.Code("agency")), item.Word("controllerRole", Words.ControllerRoles))
        {
            Authority = item.Has("authority") ? item.Word("authority", Words.Authorities) : null,
            Functions = item.Codes("functions", AgreementReader.MaximumFunctions),
            DataProtectionOfficer = item.OptionalText("dataProtectionOfficer", 300),
            CaldicottGuardian = item.OptionalText("caldicottGuardian", 300),
            Toolkit = item.OptionalInner(
                "toolkit",
                toolkit => new ToolkitSubmission(toolkit.Word("status", Words.ToolkitStatuses), toolkit.Date("publishedOn"))
            ),
            RetentionSchedule = item.OptionalInner("retentionSchedule", Schedule),
            ProcessorContract = item.OptionalText("processorContract", 300),
        };

    private static RetentionSchedule Schedule(StrictObject schedule) =>
        new(
            schedule.Text("reference", 300),
            StrictList.Items(
                schedule.Required("periods"),
                schedule.PointerTo("periods"),
                1,
                AgreementReader.MaximumCategories,
                schedule.Findings,
                (item, at) =>
                {
                    var inner = new StrictObject(item, at, schedule.Findings);
                    var period = new RetentionPeriod(DataCategory.Parse(inner.Code("category")), inner.RequiredDuration("keepFor"));
                    inner.Close();
                    return period;
                }
            )
        );
}
