using DataSharing.Entities;
using DataSharing.Exchange;
using DataSharing.Messaging;

namespace DataSharing.Web.Composition;

/// <summary>Subjects, disclosures and requests.</summary>
internal static class ExchangeServices
{
    public static IServiceCollection AddExchange(this IServiceCollection services)
    {
        services.AddSingleton<SubjectRegister>();
        services.AddSingleton<SealedContent>();
        services.AddSingleton<DisclosureService>();
        services.AddSingleton<DisclosureReader>();
        services.AddSingleton<RequestService>();
        services.AddSingleton<RequestAnswers>();
        services.AddSingleton<ExchangeIndex>();
        services.AddSingleton<IEventConsumer>(provider => provider.GetRequiredService<ExchangeIndex>());
        services.AddSingleton<ExchangeLists>();
        return services;
    }
}
