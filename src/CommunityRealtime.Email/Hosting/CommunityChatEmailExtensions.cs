using CommunityRealtime;
using CommunityRealtime.Email;
using CommunityRealtime.Email.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Brings a human to a crisis case by e-mail.</summary>
public static class CommunityChatEmailExtensions
{
    /// <summary>Writes an e-mail for every crisis notice, as the notifier <c>email</c>.</summary>
    /// <remarks>
    /// A mail holds the ids of case and community, reason, level, step, waiting time and a link to the app's own page; neither text nor name. Mistakes in the
    /// settings end the start. Called again, it changes the settings.
    /// </remarks>
    /// <param name="builder">The chat.</param>
    /// <param name="configure">Says over which mail server and to whom, and changes other settings.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ICommunityChatBuilder AddCrisisEmail(this ICommunityChatBuilder builder, Action<CrisisEmailOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        var services = builder.Services;
        services.AddOptions<CrisisEmailOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CrisisEmailOptions>, CrisisEmailOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ICrisisNotifier, CrisisEmailNotifier>());
        return builder;
    }
}
