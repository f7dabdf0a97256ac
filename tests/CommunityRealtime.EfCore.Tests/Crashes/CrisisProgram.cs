using CommunityRealtime.Crisis;
using CommunityRealtime.Messages;
using CommunityRealtime.Safety;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CommunityRealtime.EfCore.Tests.Crashes;

/// <summary>A server without sockets that withholds one message, delivers notices to its standard output, and is killed meanwhile.</summary>
internal static class CrisisProgram
{
    public const string Name = "crisis";

    /// <summary>Says that it may be told to begin.</summary>
    public const string Ready = "ready;";

    /// <summary>Says that the author would be answered now.</summary>
    public const string Answered = "answered;";

    public static readonly CommunityId Community = new(5);

    /// <summary>Arguments: the name above, SQLite connection string. A line on standard input names the author whose message is withheld.</summary>
    public static async Task<int> RunAsync(string database)
    {
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging();
        builder.Services.AddCommunityChat(options =>
        {
            options.Crisis.NotifyTimeout = TimeSpan.FromMilliseconds(100);
            options.Crisis.PollInterval = TimeSpan.FromMilliseconds(20);
        }).AddEntityFrameworkStore(options => options.UseSqlite(database));
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.RemoveAll<ICrisisNotifier>();
        builder.Services.AddSingleton<ICrisisNotifier>(new Receiver(output));
        using var host = builder.Build();
        await host.StartAsync();

        // Compiles the way that is measured in milliseconds afterwards.
        await host.Services.GetRequiredService<CrisisCases>().RaiseAsync(Draft(new CommunityId(6), $"{Guid.NewGuid()}"), CrisisLevel.Active);
        await output.WriteLineAsync(Ready);
        while (await Console.In.ReadLineAsync() is { } author)
        {
            var raised = await host.Services.GetRequiredService<CrisisCases>().RaiseAsync(Draft(Community, author), CrisisLevel.Acute);
            await output.WriteLineAsync(raised is null ? "failed;" : Answered);
        }

        return 0;
    }

    private static MessageDraft Draft(CommunityId community, string author) => new()
    {
        Community = community,
        Author = new UserId(author),
        DisplayName = null,
        Content = "goodbye",
        IsAnonymous = false,
        CreatedAt = DateTimeOffset.UnixEpoch,
        ClientId = "a-1",
    };

    private sealed class Receiver(TextWriter output) : ICrisisNotifier
    {
        public string Name => "receiver";

        public ValueTask NotifyAsync(CrisisNotice notice, CancellationToken cancellationToken) =>
            new(output.WriteLineAsync($"notice {notice.Id} {notice.CaseId} {notice.Kind} {notice.Step};".AsMemory(), cancellationToken));
    }
}
