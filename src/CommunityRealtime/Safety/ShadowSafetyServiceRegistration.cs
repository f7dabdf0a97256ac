namespace CommunityRealtime.Safety;

/// <summary>A safety service in the shadow that the host added.</summary>
/// <param name="Options">How it is asked.</param>
/// <param name="Create">Gives the service.</param>
internal sealed record ShadowSafetyServiceRegistration(ShadowSafetyServiceOptions Options, Func<IServiceProvider, ISafetyService> Create);
