using System.Diagnostics.CodeAnalysis;
using CommunityRealtime;
using CommunityRealtime.Safety;
using CommunityRealtime.Safety.Replies;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds safety services behind the first one, which is the built-in one unless the app registered its own <see cref="ISafetyService"/>.</summary>
public static class CommunityChatSafetyExtensions
{
    /// <summary>Adds rules to the built-in safety gate: phrases of the app's own, and exceptions (<c>[idiom]</c>).</summary>
    /// <remarks>Their language is in <c>docs/SAFETY-RULES.md</c>. They may use the classes and phrases of the library's rules of the same language.</remarks>
    /// <param name="builder">The chat.</param>
    /// <param name="name">What a mistake is reported with, such as the file's name.</param>
    /// <param name="language">The language: <c>en</c>, <c>es</c>, <c>fr</c>, <c>de</c> or <c>pt</c>. Rules and exceptions of different languages do not touch each other.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="community">Where they hold; everywhere when it is <see langword="null"/>. Each community with rules of its own costs some tens of megabytes and a second at the start.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="RuleFileException">A rule is wrong: with line, column and reason.</exception>
    /// <exception cref="ArgumentException">The language is none of the five.</exception>
    public static ICommunityChatBuilder AddSafetyRules(
        this ICommunityChatBuilder builder, string name, string language, string rules, CommunityId? community = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(language);
        ArgumentNullException.ThrowIfNull(rules);
        builder.Services.AddSingleton(new HostRules(RuleSafetyService.ReadOwn(name, language, rules), community));
        return builder;
    }

    /// <summary>Tells the chat who listens to people in a crisis in a country, in the place of those that the library knows of there.</summary>
    /// <remarks>The private reply to an author whose country is known (the claim <c>region</c>, or the region of the claim <c>locale</c>) names them. May be called several times.</remarks>
    /// <param name="builder">The chat.</param>
    /// <param name="resources">The helplines, in the order in which they are named.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException">A resource has no way to reach it, or a value that makes no sense.</exception>
    public static ICommunityChatBuilder AddCrisisResources(this ICommunityChatBuilder builder, params IEnumerable<CrisisResource> resources)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(resources);
        foreach (var resource in resources)
        {
            if (CrisisResources.FaultOf(resource) is { } fault)
            {
                throw new ArgumentException(fault, nameof(resources));
            }

            builder.Services.AddSingleton(resource);
        }

        return builder;
    }

    /// <summary>Adds a further safety service with its default settings.</summary>
    /// <remarks>
    /// It is asked about the texts that the first service lets pass or holds, at the same time as other further services; the strictest judgement
    /// wins, a crisis before a refusal. What it fails to judge is handled by <see cref="ChatSafetyOptions.OutagePolicy"/>. It sees texts and communities, never authors.
    /// </remarks>
    /// <typeparam name="TService">The service; one instance serves the whole process.</typeparam>
    /// <param name="builder">The chat.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ICommunityChatBuilder AddSafetyService<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(this ICommunityChatBuilder builder)
        where TService : class, ISafetyService => builder.AddSafetyService<TService>(_ => { });

    /// <summary>Adds a further safety service.</summary>
    /// <remarks><inheritdoc cref="AddSafetyService{TService}(ICommunityChatBuilder)" path="/remarks/node()"/></remarks>
    /// <typeparam name="TService">The service; one instance serves the whole process.</typeparam>
    /// <param name="builder">The chat.</param>
    /// <param name="configure">Changes the default settings.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ICommunityChatBuilder AddSafetyService<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(
        this ICommunityChatBuilder builder, Action<SafetyServiceOptions> configure)
        where TService : class, ISafetyService
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new SafetyServiceOptions { Name = typeof(TService).Name };
        configure(options);
        builder.Services.TryAddSingleton<TService>();
        return builder.AddSafetyService(provider => provider.GetRequiredService<TService>(), options);
    }

    /// <summary>Adds a further safety service that a function makes.</summary>
    /// <remarks><inheritdoc cref="AddSafetyService{TService}(ICommunityChatBuilder)" path="/remarks/node()"/></remarks>
    /// <param name="builder">The chat.</param>
    /// <param name="create">Gives the service; called once. Whoever made the service disposes of it.</param>
    /// <param name="options">How it is asked; with a name.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ICommunityChatBuilder AddSafetyService(
        this ICommunityChatBuilder builder, Func<IServiceProvider, ISafetyService> create, SafetyServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(options);
        builder.Services.AddSingleton(new SafetyServiceRegistration(options, create));
        return builder;
    }

    /// <summary>Adds a safety service that runs in the shadow, with its default settings.</summary>
    /// <remarks>
    /// It judges the same texts as the chat, those that are not shown too, after the chat has decided. It decides nothing and delays nothing: how often it agrees is
    /// counted on the meter <c>CommunityRealtime</c> as <c>community_chat.safety.shadow</c>. It sees texts and communities, never authors.
    /// </remarks>
    /// <typeparam name="TService">The service; one instance serves the whole process.</typeparam>
    /// <param name="builder">The chat.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ICommunityChatBuilder AddShadowSafetyService<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(this ICommunityChatBuilder builder)
        where TService : class, ISafetyService => builder.AddShadowSafetyService<TService>(_ => { });

    /// <summary>Adds a safety service that runs in the shadow.</summary>
    /// <remarks><inheritdoc cref="AddShadowSafetyService{TService}(ICommunityChatBuilder)" path="/remarks/node()"/></remarks>
    /// <typeparam name="TService">The service; one instance serves the whole process.</typeparam>
    /// <param name="builder">The chat.</param>
    /// <param name="configure">Changes the default settings.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ICommunityChatBuilder AddShadowSafetyService<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(
        this ICommunityChatBuilder builder, Action<ShadowSafetyServiceOptions> configure)
        where TService : class, ISafetyService
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new ShadowSafetyServiceOptions { Name = typeof(TService).Name };
        configure(options);
        builder.Services.TryAddSingleton<TService>();
        return builder.AddShadowSafetyService(provider => provider.GetRequiredService<TService>(), options);
    }

    /// <summary>Adds a safety service that runs in the shadow and that a function makes.</summary>
    /// <remarks><inheritdoc cref="AddShadowSafetyService{TService}(ICommunityChatBuilder)" path="/remarks/node()"/></remarks>
    /// <param name="builder">The chat.</param>
    /// <param name="create">Gives the service; called once. Whoever made the service disposes of it.</param>
    /// <param name="options">How it is asked; with a name.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ICommunityChatBuilder AddShadowSafetyService(
        this ICommunityChatBuilder builder, Func<IServiceProvider, ISafetyService> create, ShadowSafetyServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(options);
        builder.Services.AddSingleton(new ShadowSafetyServiceRegistration(options, create));
        return builder;
    }
}
