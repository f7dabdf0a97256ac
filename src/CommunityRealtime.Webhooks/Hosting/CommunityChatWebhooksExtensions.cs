using System.Buffers;
using CommunityRealtime;
using CommunityRealtime.Webhooks;
using CommunityRealtime.Webhooks.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Brings a human to a crisis case by webhook.</summary>
public static class CommunityChatWebhooksExtensions
{
    // With "webhook:" before it, as long as the name of a notifier may be.
    private const int MaxNameLength = 56;

    private static readonly SearchValues<char> NameLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Tells a receiver of every crisis notice, as the notifier <c>webhook</c>.</summary>
    /// <remarks>
    /// A request holds the ids of notice, case and community, reason, level, step and waiting time; neither text nor name. It is signed after the Standard
    /// Webhooks specification and goes to allowed addresses only: redirects are not followed, and proxies are not used. Mistakes in the settings end the start.
    /// </remarks>
    /// <param name="builder">The chat.</param>
    /// <param name="configure">Says where it goes and how it is signed, and changes other settings.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ICommunityChatBuilder AddCrisisWebhook(this ICommunityChatBuilder builder, Action<CrisisWebhookOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        return builder.Add(Options.Options.DefaultName, configure);
    }

    /// <summary>Tells one of several receivers of every crisis notice, as the notifier <c>webhook:NAME</c>.</summary>
    /// <remarks><inheritdoc cref="AddCrisisWebhook(ICommunityChatBuilder, Action{CrisisWebhookOptions})" path="/remarks/node()"/></remarks>
    /// <param name="builder">The chat.</param>
    /// <param name="name">The receiver's name: 1 to 56 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>. It is stored with the notices that wait, so it should stay.</param>
    /// <param name="configure">Says where it goes and how it is signed, and changes other settings.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException">The name is unusable.</exception>
    public static ICommunityChatBuilder AddCrisisWebhook(this ICommunityChatBuilder builder, string name, Action<CrisisWebhookOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > MaxNameLength || name.AsSpan().ContainsAnyExcept(NameLetters))
        {
            throw new ArgumentException($"A crisis webhook's name is 1 to {MaxNameLength} letters, digits, '.', '_' and '-'.", nameof(name));
        }

        return builder.Add(name, configure);
    }

    private static ICommunityChatBuilder Add(this ICommunityChatBuilder builder, string name, Action<CrisisWebhookOptions> configure)
    {
        var services = builder.Services;
        services.AddOptions<CrisisWebhookOptions>(name).Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CrisisWebhookOptions>, CrisisWebhookOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();

        // Called again for the same receiver, it changes the settings: two notifiers of one name would end the start.
        if (!services.Any(service => service.ServiceType == typeof(CrisisWebhookNotifier) && Equals(service.ServiceKey, name)))
        {
            services.AddKeyedSingleton(name, (provider, _) => Create(provider, name));
            services.AddSingleton<ICrisisNotifier>(provider => provider.GetRequiredKeyedService<CrisisWebhookNotifier>(name));
        }

        return builder;
    }

    private static CrisisWebhookNotifier Create(IServiceProvider provider, string name) => new(
        name,
        provider.GetRequiredService<IOptionsMonitor<CrisisWebhookOptions>>().Get(name),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<CrisisWebhookNotifier>>());
}
