using System.Globalization;
using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;
using static CommunityRealtime.TestSupport.Specifications.Drafts;

namespace CommunityRealtime.EfCore.Tests.Crashes;

/// <summary>A process with many senders that writes until it is killed, and tells of every message that was acknowledged.</summary>
internal static class WriterProgram
{
    public const string Sqlite = "sqlite";

    public const string Postgres = "postgres";

    /// <summary>Ends every line, so that one that was cut short can be told.</summary>
    public const string LineEnd = ";";

    /// <summary>Arguments: provider, connection string, community. A line on standard input names each sender's next number (0 for a sender that is not to write), and starts.</summary>
    public static async Task<int> Main(string[] args)
    {
        if (args is [CrisisProgram.Name, var file])
        {
            return await CrisisProgram.RunAsync(file);
        }

        if (args is not [var provider, var database, var community])
        {
            return 1;
        }

        await using var chat = ChatServices.On(options => _ = provider == Sqlite ? options.UseSqlite(database) : options.UseNpgsql(database));
        await chat.Messages.ReadHeadAsync(new CommunityId(community), CancellationToken.None);
        if (await Console.In.ReadLineAsync() is not { } start)
        {
            return 0;
        }

        var numbers = start.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture));
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(numbers.Select((number, sender) => number == 0 ? Task.CompletedTask : Task.Run(
            () => SendAsync(chat.Messages, new CommunityId(community), sender, number, output))));
        return 1;
    }

    public static string Author(int sender) => $"user-{sender}";

    public static string Content(int sender, int number) => $"{sender} {number}";

    private static async Task SendAsync(IMessageStore store, CommunityId community, int sender, int number, TextWriter output)
    {
        while (true)
        {
            var draft = Draft(community, Content(sender, number), Author(sender), clientId: $"key-{number}");
            var result = await store.AppendAsync(draft, CancellationToken.None);
            await output.WriteLineAsync($"{sender} {number} {result.Message.Id} {result.Outcome}{LineEnd}");
            number++;
        }
    }
}
