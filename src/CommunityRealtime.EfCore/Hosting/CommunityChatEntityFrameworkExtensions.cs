using CommunityRealtime;
using CommunityRealtime.Authentication;
using CommunityRealtime.Crisis;
using CommunityRealtime.EfCore;
using CommunityRealtime.EfCore.Authentication;
using CommunityRealtime.EfCore.Crisis;
using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Hosting;
using CommunityRealtime.EfCore.Membership;
using CommunityRealtime.EfCore.Messages;
using CommunityRealtime.EfCore.Messages.Appending;
using CommunityRealtime.EfCore.Messages.Reading;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the chat's messages, members and crisis cases in a database.</summary>
public static class CommunityChatEntityFrameworkExtensions
{
    /// <summary>Where the library's own migrations are recorded, apart from the app's.</summary>
    private const string HistoryTable = "chat_migrations";

    /// <summary>Keeps the chat in a database of any relational EF Core provider, in tables of its own beside whatever else is there.</summary>
    /// <remarks>
    /// The tables are made and brought up to date when the host starts. Values are never logged, even where
    /// <paramref name="configure"/> asks for it.
    /// </remarks>
    /// <param name="builder">The chat.</param>
    /// <param name="configure">Chooses the provider: <c>db => db.UseSqlite("Data Source=chat.db")</c>, for example.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ICommunityChatBuilder AddEntityFrameworkStore(
        this ICommunityChatBuilder builder, Action<DbContextOptionsBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Services.AddPooledDbContextFactory<CommunityChatDbContext>(options =>
        {
            configure(options);
            AddOwnSettings(options);
        });
        return builder.AddStores<OwnChatDatabase>();
    }

    /// <summary>Keeps the chat in the app's own context, beside the app's tables and under the app's migrations.</summary>
    /// <remarks>
    /// Register <typeparamref name="TContext"/> as always (<c>AddDbContext</c>, <c>AddDbContextFactory</c> or their pooled forms) and
    /// call <c>modelBuilder.UseCommunityChat()</c> in its <c>OnModelCreating</c>; the host does not start without it. The chat uses
    /// a context of its own for every operation.
    /// </remarks>
    /// <typeparam name="TContext">The app's context.</typeparam>
    /// <param name="builder">The chat.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ICommunityChatBuilder AddEntityFrameworkStore<TContext>(this ICommunityChatBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddStores<HostChatDatabase<TContext>>();
    }

    /// <summary>Makes the chat's tables and brings them up to date now, for programs that write to the chat before the host has started.</summary>
    /// <remarks>In the app's own context the app applies its migrations itself; the call then only checks the model.</remarks>
    /// <param name="services">The app's services.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>When the tables are up to date. A second call changes nothing.</returns>
    /// <exception cref="InvalidOperationException"><c>AddEntityFrameworkStore</c> was not called, or the app's own context lacks the chat's tables.</exception>
    public static Task MigrateCommunityChatAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        var database = services.GetService<ChatDatabase>() ?? throw new InvalidOperationException(
            "Call AddEntityFrameworkStore(...) on what AddCommunityChat() returns before MigrateCommunityChatAsync().");
        return database.PrepareAsync(cancellationToken);
    }

    private static ICommunityChatBuilder AddStores<TDatabase>(this ICommunityChatBuilder builder)
        where TDatabase : ChatDatabase
    {
        var services = builder.Services;
        services.Replace(ServiceDescriptor.Singleton<ChatDatabase, TDatabase>());
        services.Replace(ServiceDescriptor.Singleton<WriteProbe, WriteProbe>());
        services.Replace(ServiceDescriptor.Singleton<AppendWriter, AppendWriter>());
        services.Replace(ServiceDescriptor.Singleton<WithheldMessages, WithheldMessages>());
        services.Replace(ServiceDescriptor.Singleton<ReadSessions, ReadSessions>());
        services.Replace(ServiceDescriptor.Singleton<PageReader, PageReader>());
        services.Replace(ServiceDescriptor.Singleton<IMessageStore, MessageStore>());
        services.Replace(ServiceDescriptor.Singleton<ICommunityMemberStore, CommunityMemberStore>());
        services.Replace(ServiceDescriptor.Singleton<ITicketStore, TicketStore>());
        services.Replace(ServiceDescriptor.Singleton<ICrisisCaseStore, CrisisCaseStore>());
        services.Replace(ServiceDescriptor.Singleton<ICrisisOutbox, CrisisOutbox>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ChatDatabaseLifetime>());
        return builder;
    }

    private static void AddOwnSettings(DbContextOptionsBuilder options)
    {
        options.EnableSensitiveDataLogging(false);

        var provider = RelationalOptionsExtension.Extract(options.Options);
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(
            provider.WithMigrationsHistoryTableName(provider.MigrationsHistoryTableName ?? HistoryTable));

        if (Providers.IsSqlite(provider.GetType().Assembly.GetName().Name))
        {
            options.AddInterceptors(new SqliteSettings());
        }
    }
}
