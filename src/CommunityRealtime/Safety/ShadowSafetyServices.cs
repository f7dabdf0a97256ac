using Microsoft.Extensions.Hosting;

namespace CommunityRealtime.Safety;

/// <summary>The safety services in the shadow, which see what the chat has judged.</summary>
internal sealed class ShadowSafetyServices(
    IEnumerable<ShadowSafetyServiceRegistration> registrations, IServiceProvider provider, SafetyMetrics metrics, TimeProvider time) : BackgroundService
{
    private readonly ShadowSafetyService[] _services =
        [.. registrations.Select(registration => new ShadowSafetyService(registration.Create(provider), registration.Options, metrics, time))];

    /// <summary>Gives a text to all of them, without waiting.</summary>
    /// <param name="request">What was judged.</param>
    /// <param name="verdict">What the chat decided.</param>
    public void Offer(SafetyRequest request, SafetyVerdict verdict)
    {
        foreach (var service in _services)
        {
            service.Offer(request, verdict);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_services.Select(service => service.RunAsync(stoppingToken)));
}
