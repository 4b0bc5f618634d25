using DataSharing.Exchange;
using DataSharing.Messaging;

namespace DataSharing.Web.Composition;

/// <summary>Disclosures and requests.</summary>
internal static class ExchangeServices
{
    public static IServiceCollection AddExchange(this IServiceCollection services)
    {
        services.AddSingleton<SealedContent>();
        services.AddSingleton<DisclosureService>();
        services.AddSingleton<DisclosureReader>();
        services.AddSingleton<DisclosurePreview>();
        services.AddSingleton<AccessEvaluations>();
        services.AddSingleton<RequestService>();
        services.AddSingleton<RequestAnswers>();
        services.AddSingleton<ExchangeIndex>();
        services.AddSingleton<IEventConsumer>(provider => provider.GetRequiredService<ExchangeIndex>());
        services.AddSingleton<ExchangeLists>();
        services.AddSingleton<EmergencyShares>();
        services.AddSingleton<EmergencyIndex>();
        services.AddSingleton<IEventConsumer>(provider => provider.GetRequiredService<EmergencyIndex>());
        services.AddSingleton<EmergencyReviews>();
        services.AddSingleton<DecisionReplays>();
        return services;
    }
}
