using CommunityRealtime;
using CommunityRealtime.Authentication;
using CommunityRealtime.Broadcast;
using CommunityRealtime.Care;
using CommunityRealtime.Connections;
using CommunityRealtime.Crisis;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.History;
using CommunityRealtime.Hosting;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.Pipeline;
using CommunityRealtime.Presence;
using CommunityRealtime.RateLimiting;
using CommunityRealtime.Safety;
using CommunityRealtime.Safety.Replies;
using CommunityRealtime.Validation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the community chat to an app's services.</summary>
public static class CommunityChatServiceCollectionExtensions
{
    /// <summary>Adds the chat with its default settings.</summary>
    /// <param name="services">The app's services.</param>
    /// <returns>A builder for stores and other parts.</returns>
    public static ICommunityChatBuilder AddCommunityChat(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddOptions(services);
        AddReplaceableParts(services);
        AddRooms(services);
        AddHealthCheck(services);
        return new CommunityChatBuilder(services);
    }

    /// <summary>Adds the chat with settings from the app's configuration.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configuration">The section with the settings, by convention <c>CommunityChat</c>; see <see cref="CommunityChatOptions"/>.</param>
    /// <returns>A builder for stores and other parts.</returns>
    public static ICommunityChatBuilder AddCommunityChat(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var builder = services.AddCommunityChat();
        services.Configure<CommunityChatOptions>(configuration);
        return builder;
    }

    /// <summary>Adds the chat with settings made in code.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Changes the default settings.</param>
    /// <returns>A builder for stores and other parts.</returns>
    public static ICommunityChatBuilder AddCommunityChat(this IServiceCollection services, Action<CommunityChatOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = services.AddCommunityChat();
        services.Configure(configure);
        return builder;
    }

    /// <summary>Each room gets the settings of its own feature and nothing else.</summary>
    private static void AddOptions(IServiceCollection services)
    {
        services.AddOptions<CommunityChatOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CommunityChatOptions>, CommunityChatOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CommunityChatOptions>, SafetyServicesValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CommunityChatOptions>, ChatCrisisOptionsValidator>());
        services.TryAddSingleton(provider => Options(provider).Jwt);
        services.TryAddSingleton(provider => Options(provider).Tickets);
        services.TryAddSingleton(provider => Options(provider).Membership);
        services.TryAddSingleton(provider => Options(provider).Anonymity);
        services.TryAddSingleton(provider => Options(provider).Connections);
        services.TryAddSingleton(provider => Options(provider).Limits);
        services.TryAddSingleton(provider => Options(provider).RateLimit);
        services.TryAddSingleton(provider => Options(provider).RequestLimit);
        services.TryAddSingleton(provider => Options(provider).SlowMode);
        services.TryAddSingleton(provider => Options(provider).Safety);
        services.TryAddSingleton(provider => Options(provider).Crisis);
        services.TryAddSingleton(provider => Options(provider).Backplane);
        services.TryAddSingleton(provider => Options(provider).Sockets);
        services.TryAddSingleton(provider => new OriginPolicy(Options(provider).AllowedOrigins));
    }

    private static CommunityChatOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<CommunityChatOptions>>().Value;

    /// <summary>What a host may replace with one line, before or after <c>AddCommunityChat</c>.</summary>
    private static void AddReplaceableParts(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IChatAuthenticator, JwtChatAuthenticator>();
        services.TryAddSingleton<ITicketStore, InMemoryTicketStore>();
        services.TryAddSingleton<ICommunityMemberStore, InMemoryMemberStore>();
        services.TryAddSingleton<ICommunityMembership, StoredMembership>();
        services.TryAddSingleton<ICommunitySettings, ConfiguredCommunitySettings>();
        services.TryAddSingleton<IMessageStore, InMemoryMessageStore>();
        services.TryAddSingleton<ISafetyService, BuiltInSafetyService>();
        services.TryAddSingleton<InMemoryCrisisCaseStore>();
        services.TryAddSingleton<ICrisisCaseStore>(provider => provider.GetRequiredService<InMemoryCrisisCaseStore>());
        services.TryAddSingleton<ICrisisOutbox>(provider => provider.GetRequiredService<InMemoryCrisisCaseStore>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ICrisisNotifier, LoggingCrisisNotifier>());
        services.TryAddSingleton<ITherapistDirectory, UnknownTherapistDirectory>();
        services.TryAddSingleton<IConnectionManager, ConnectionManager>();
        services.TryAddSingleton<IBackplane, InProcessBackplane>();
        services.TryAddSingleton<ICommunityPresence, LocalPresence>();
    }

    private static void AddRooms(IServiceCollection services)
    {
        services.AddDataProtection();
        AddAdmission(services);
        services.TryAddSingleton<MessageProjection>();
        services.TryAddSingleton<ContentValidator>();
        AddLimits(services);
        AddSafety(services);
        AddCrisis(services);
        services.AddMetrics();
        services.TryAddSingleton<ChatMetrics>();
        services.TryAddSingleton<SocketRegistry>();
        services.AddHostedService<KeepAlive>();
        services.TryAddSingleton<SocketAcceptor>();
        services.TryAddSingleton<RoomEvents>();
        services.TryAddSingleton<EnvelopeFormat>();
        services.TryAddSingleton<BackplaneMail>();
        services.TryAddSingleton<ComparisonRequests>();
        services.TryAddSingleton<FeedServices>();
        services.TryAddSingleton<CommunityFeeds>();
        services.AddHostedService<FeedComparison>();
        services.TryAddSingleton<RoomPublisher>();
        services.TryAddSingleton<Attendance>();
        services.AddHostedService<MembershipWatch>();
        services.TryAddSingleton<Greeting>();
        services.TryAddSingleton<Replay>();
        services.TryAddSingleton<HistoryEndpoint>();
        services.TryAddSingleton<TokenRefresh>();
        services.TryAddSingleton<AppendAnswers>();
        services.TryAddSingleton<MessagePipeline>();
        services.TryAddSingleton<SocketEndpoint>();
    }

    private static void AddLimits(IServiceCollection services)
    {
        services.TryAddSingleton<ConnectionPlaces>();
        services.TryAddSingleton<MessageRateLimiter>();
        services.TryAddSingleton<KnownCommunitySettings>();
        services.TryAddSingleton<SlowMode>();
        services.TryAddSingleton<RefusalLimit>();
        services.TryAddSingleton<RequestRateLimiter>();
        services.TryAddSingleton<RequestLimit>();
    }

    private static void AddAdmission(IServiceCollection services)
    {
        services.TryAddSingleton<CredentialsReader>();
        services.TryAddSingleton<Tickets>();
        services.TryAddSingleton<MembershipChanges>();
        services.TryAddSingleton<IMembershipChanges>(provider => provider.GetRequiredService<MembershipChanges>());
        services.TryAddSingleton<KnownMembers>();
        services.TryAddSingleton<Admission>();
        services.TryAddSingleton<TicketEndpoint>();
        services.TryAddSingleton<Moderation>();
        services.TryAddSingleton<ModerationEndpoint>();
    }

    private static void AddSafety(IServiceCollection services)
    {
        services.TryAddSingleton<SafetyMetrics>();
        services.TryAddSingleton<FurtherSafetyServices>();
        services.TryAddSingleton<ShadowSafetyServices>();
        services.AddHostedService(provider => provider.GetRequiredService<ShadowSafetyServices>());
        services.TryAddSingleton<RecentTexts>();
        services.TryAddSingleton<SupportOffers>();
        services.TryAddSingleton<SafetyGate>();
        services.TryAddSingleton<SafeNames>();
        services.TryAddSingleton<WithheldMessages>();
        services.TryAddSingleton<CrisisResources>();
        services.TryAddSingleton<SafetyReplies>();
    }

    private static void AddCrisis(IServiceCollection services)
    {
        services.TryAddSingleton<CrisisText>();
        services.TryAddSingleton<CareTeam>();
        services.TryAddSingleton<CrisisPolicy>();
        services.TryAddSingleton<CrisisSignal>();
        services.TryAddSingleton<CrisisMetrics>();
        services.TryAddSingleton<CrisisCases>();
        services.TryAddSingleton<CrisisClock>();
        services.TryAddSingleton<CrisisRetention>();
        services.AddHostedService<CrisisWorker>();
        services.TryAddSingleton<CrisisJson>();
        services.TryAddSingleton<CrisisDesk>();
        services.TryAddSingleton<ICrisisRecords, CrisisRecords>();
        services.TryAddSingleton<CareEndpoint>();
        services.TryAddSingleton<CrisisCasesEndpoint>();
        services.TryAddSingleton<MyCrisisCasesEndpoint>();
        services.AddHostedService<CrisisWatch>();
    }

    private static void AddHealthCheck(IServiceCollection services)
    {
        services.TryAddSingleton<MessageStoreHealthCheck>();
        services.TryAddSingleton<CrisisOutboxHealthCheck>();
        services.TryAddSingleton<SafetyGateHealthCheck>();
        services.AddHealthChecks();
        services.Configure<HealthCheckServiceOptions>(health =>
        {
            // A channel that is ill, or a service that is the same for all servers, is no reason to take a server out of service.
            AddOnce(health, MessageStoreHealthCheck.Name, provider => provider.GetRequiredService<MessageStoreHealthCheck>(), HealthStatus.Unhealthy, [MessageStoreHealthCheck.Tag]);
            AddOnce(health, SafetyGateHealthCheck.Name, provider => provider.GetRequiredService<SafetyGateHealthCheck>(), HealthStatus.Degraded, []);
            AddOnce(health, CrisisOutboxHealthCheck.Name, provider => provider.GetRequiredService<CrisisOutboxHealthCheck>(), HealthStatus.Degraded, []);
        });
    }

    /// <summary>A name may be there once only, and an app may call AddCommunityChat twice.</summary>
    private static void AddOnce(
        HealthCheckServiceOptions health, string name, Func<IServiceProvider, IHealthCheck> create, HealthStatus failureStatus, string[] tags)
    {
        if (health.Registrations.All(registration => registration.Name != name))
        {
            health.Registrations.Add(new(name, create, failureStatus, tags));
        }
    }
}
