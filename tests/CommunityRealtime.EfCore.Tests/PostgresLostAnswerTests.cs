using System.Collections.Concurrent;
using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static CommunityRealtime.TestSupport.Specifications.Drafts;

namespace CommunityRealtime.EfCore.Tests;

/// <summary>A line to PostgreSQL that is cut at the worst moments.</summary>
[Collection(nameof(OnPostgres))]
public sealed class PostgresLostAnswerTests(PostgresDatabases databases)
{
    [FactOnMachinesWith("initdb")]
    public async Task AppendAsync_LineCutBeforeTheAnswer_StoresOnceAndSaysSo()
    {
        await using var chat = await StartAsync();
        var community = NewCommunity();
        await chat.Store.AppendManyAsync(community, 1);
        var draft = Draft(community);

        chat.Line.CutNextAnswer();
        var result = await chat.Store.AppendAsync(draft, CancellationToken.None);
        var repeated = await chat.Store.AppendAsync(draft, CancellationToken.None);

        Assert.Equal(0, chat.Line.Pending);
        Assert.Equal((AppendOutcome.Stored, 2), (result.Outcome, result.Message.Id));
        Assert.Equal((AppendOutcome.Duplicate, 2), (repeated.Outcome, repeated.Message.Id));
        Assert.Equal(2, (await chat.Store.ReadHeadAsync(community, CancellationToken.None)).Newest);
    }

    [FactOnMachinesWith("initdb")]
    public async Task AppendAsync_LineCutBeforeTheRequest_StoresOnceAndSaysSo()
    {
        await using var chat = await StartAsync();
        var community = NewCommunity();
        await chat.Store.AppendManyAsync(community, 1);

        chat.Line.CutNextRequest();
        var result = await chat.Store.AppendAsync(Draft(community), CancellationToken.None);

        Assert.Equal(0, chat.Line.Pending);
        Assert.Equal((AppendOutcome.Stored, 2), (result.Outcome, result.Message.Id));
    }

    [FactOnMachinesWith("initdb")]
    public async Task AppendAsync_AnswerLostForARepeat_StillSaysThatItIsOne()
    {
        await using var chat = await StartAsync();
        var community = NewCommunity();
        await chat.Store.AppendAsync(Draft(community, clientId: "a-1"), CancellationToken.None);

        chat.Line.CutNextAnswer();
        var repeated = await chat.Store.AppendAsync(
            Draft(community, clientId: "a-1", createdAt: Noon.AddMinutes(1)), CancellationToken.None);

        Assert.Equal(0, chat.Line.Pending);
        Assert.Equal((AppendOutcome.Duplicate, 1), (repeated.Outcome, repeated.Message.Id));
    }

    [FactOnMachinesWith("initdb")]
    public async Task AppendAsync_LineCutAgainAndAgain_LosesAndDoublesNothing()
    {
        await using var chat = await StartAsync();
        var community = NewCommunity();
        var acknowledged = new ConcurrentDictionary<long, string>();
        const int Senders = 16;
        const int PerSender = 40;

        var writing = Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            for (var number = 0; number < PerSender; number++)
            {
                var draft = Draft(community, $"{sender}-{number}", $"user-{sender}");
                var result = await chat.Store.AppendAsync(draft, CancellationToken.None);
                Assert.Equal(AppendOutcome.Stored, result.Outcome);
                Assert.True(acknowledged.TryAdd(result.Message.Id, draft.Content), "A number was given out twice.");
                if (number % 10 == 0 && sender < 2)
                {
                    (sender == 0 ? (Action)chat.Line.CutNextAnswer : chat.Line.CutNextRequest)();
                }
            }
        })));
        await writing;

        var stored = await chat.Store.ReadAsync(MessageQuery.After(community, 0, int.MaxValue), CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, Senders * PerSender).Select(number => (long)number), stored.Select(message => message.Id));
        Assert.All(stored, message => Assert.Equal(acknowledged[message.Id], message.Content));
    }

    [FactOnMachinesWith("initdb")]
    public async Task AppendAsync_LineDownForLong_SaysThatItIsNotKnownAndWorksAgain()
    {
        await using var chat = await StartAsync();
        var community = NewCommunity();
        await chat.Store.AppendManyAsync(community, 1);
        var draft = Draft(community);

        chat.Line.IsDown = true;
        var exception = await Assert.ThrowsAsync<MessageStoreException>(
            async () => await chat.Store.AppendAsync(draft, CancellationToken.None));
        chat.Line.IsDown = false;
        var result = await chat.Store.AppendAsync(draft, CancellationToken.None);

        Assert.Null(exception.RetryAfter);
        Assert.Equal((AppendOutcome.Stored, 2), (result.Outcome, result.Message.Id));
    }

    private async Task<CutChat> StartAsync()
    {
        await using var migrated = await ChatServices.MigratedAsync(await databases.CreateAsync());
        await using var context = migrated.CreateContext();
        return new CutChat(context.Database.GetConnectionString()!);
    }

    /// <summary>A store behind a line that can be cut.</summary>
    private sealed class CutChat : IAsyncDisposable
    {
        private readonly ChatServices _chat;

        public CutChat(string database)
        {
            var settings = new NpgsqlConnectionStringBuilder(database);
            Line = new CutLine(settings.Port);
            settings.Port = Line.Port;
            _chat = ChatServices.On(options => options.UseNpgsql(settings.ConnectionString));
        }

        public CutLine Line { get; }

        public IMessageStore Store => _chat.Messages;

        public async ValueTask DisposeAsync()
        {
            await _chat.DisposeAsync();
            await Line.DisposeAsync();
        }
    }
}
