using CommunityRealtime;
using CommunityRealtime.Safety.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a language model judge messages, behind the built-in safety service.</summary>
public static class CommunityChatAISafetyExtensions
{
    /// <summary>Adds the <see cref="IChatClient"/> among the app's services as a further safety service.</summary>
    /// <remarks>
    /// It is asked about messages that the built-in service lets pass or holds, and the strictest judgement wins. The texts of these messages leave the server if the
    /// model is elsewhere; authors and communities are not sent.
    /// </remarks>
    /// <param name="builder">The chat.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ICommunityChatBuilder AddAISafetyService(this ICommunityChatBuilder builder) => builder.AddAISafetyService(_ => { });

    /// <summary>Adds a language model as a further safety service.</summary>
    /// <remarks><inheritdoc cref="AddAISafetyService(ICommunityChatBuilder)" path="/remarks/node()"/></remarks>
    /// <param name="builder">The chat.</param>
    /// <param name="configure">Says which model, and changes other settings.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ICommunityChatBuilder AddAISafetyService(this ICommunityChatBuilder builder, Action<AISafetyServiceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new AISafetyServiceOptions();
        configure(options);
        return builder.AddSafetyService(
            provider => new AISafetyService(Client(provider, options), options, provider.GetRequiredService<ILogger<AISafetyService>>()), options);
    }

    private static IChatClient Client(IServiceProvider provider, AISafetyServiceOptions options) => options.ChatClient is { } client
        ? client(provider)
        : provider.GetService<IChatClient>() ?? throw new InvalidOperationException(
            "AddAISafetyService found no IChatClient. Call builder.Services.AddChatClient(…), or set options.ChatClient.");
}
