using DataSharing.Consent;
using DataSharing.Entities;
using DataSharing.Messaging;

namespace DataSharing.Web.Composition;

/// <summary>Subjects, what is recorded of them, and consent.</summary>
internal static class EntityServices
{
    public static IServiceCollection AddEntities(this IServiceCollection services)
    {
        services.AddSingleton<ConsentLedger>();
        services.AddSingleton<SubjectFiles>();
        services.AddSingleton<DecisionFacts>();
        services.AddSingleton<SubjectRegister>();
        services.AddSingleton<SubjectDirectory>();
        services.AddSingleton<SubjectReader>();
        services.AddSingleton<SubjectNames>();
        services.AddSingleton<SubjectConsents>();
        services.AddSingleton<FactService>();
        services.AddSingleton<LinkService>();
        services.AddSingleton<EventService>();
        services.AddSingleton<SearchTokens>();
        services.AddSingleton<SubjectSearch>();
        services.AddSingleton<EntityIndex>();
        services.AddSingleton<IEventConsumer>(provider => provider.GetRequiredService<EntityIndex>());
        services.AddSingleton<SearchIndex>();
        services.AddSingleton<IEventConsumer>(provider => provider.GetRequiredService<SearchIndex>());
        return services;
    }
}
