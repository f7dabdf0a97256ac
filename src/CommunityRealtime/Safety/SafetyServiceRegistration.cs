namespace CommunityRealtime.Safety;

/// <summary>A further safety service that the host added.</summary>
/// <param name="Options">How it is asked.</param>
/// <param name="Create">Gives the service.</param>
internal sealed record SafetyServiceRegistration(SafetyServiceOptions Options, Func<IServiceProvider, ISafetyService> Create);
