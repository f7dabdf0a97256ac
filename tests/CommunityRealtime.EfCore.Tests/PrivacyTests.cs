using CommunityRealtime.Authentication;
using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Logging;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.EfCore.Tests;

/// <summary>What may not be logged, even at the finest level and by a host that asks EF Core for values.</summary>
public abstract class PrivacyTests(ITestDatabases databases)
{
    private static readonly string[] Secrets = ["secret-text", "secret-name", "secret-author", "secret-key"];

    [SpecificationFact]
    public async Task Log_OfAppendsAndReads_HoldsNothingPrivate()
    {
        using var log = new CapturedLog();
        await using var chat = await StartAsync(log);
        var draft = SecretDraft();

        await chat.Messages.AppendAsync(draft, CancellationToken.None);
        await chat.Messages.AppendAsync(draft, CancellationToken.None);
        await chat.Messages.ReadAsync(MessageQuery.Newest(draft.Community, 10), CancellationToken.None);

        AssertHoldsNoSecret(log);
    }

    [SpecificationFact]
    public async Task LogAndException_OfAFailedAppend_HoldNothingPrivate()
    {
        using var log = new CapturedLog();
        await using var chat = await StartAsync(log);
        await using (var context = chat.CreateContext())
        {
            await context.Database.ExecuteSqlAsync($"ALTER TABLE chat_message RENAME COLUMN display_name TO gone");
        }

        var draft = SecretDraft();
        var appended = await Assert.ThrowsAsync<MessageStoreException>(
            async () => await chat.Messages.AppendAsync(draft, CancellationToken.None));
        var read = await Assert.ThrowsAsync<MessageStoreException>(
            async () => await chat.Messages.ReadAsync(MessageQuery.Newest(draft.Community, 10), CancellationToken.None));

        AssertHoldsNoSecret(log);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, $"{appended}{read}", StringComparison.Ordinal));
    }

    [SpecificationFact]
    public async Task LogAndException_OfTickets_HoldNothingPrivate()
    {
        using var log = new CapturedLog();
        await using var chat = await StartAsync(log);
        var ticket = new StoredTicket
        {
            Hash = "secret-key",
            Community = Drafts.NewCommunity(),
            User = new UserId("secret-author"),
            DisplayName = "secret-name",
            ExpiresAt = DateTimeOffset.MaxValue,
        };

        await chat.Tickets.AddAsync(ticket, DateTimeOffset.UnixEpoch, CancellationToken.None);
        Assert.NotNull(await chat.Tickets.TakeAsync(ticket.Hash, DateTimeOffset.UnixEpoch, CancellationToken.None));
        await using (var context = chat.CreateContext())
        {
            await context.Database.ExecuteSqlAsync($"ALTER TABLE chat_ticket RENAME COLUMN display_name TO gone");
        }

        var added = await Assert.ThrowsAsync<TicketStoreException>(
            async () => await chat.Tickets.AddAsync(ticket, DateTimeOffset.UnixEpoch, CancellationToken.None));
        var taken = await Assert.ThrowsAsync<TicketStoreException>(
            async () => await chat.Tickets.TakeAsync(ticket.Hash, DateTimeOffset.UnixEpoch, CancellationToken.None));

        AssertHoldsNoSecret(log);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, $"{added}{taken}{ticket}", StringComparison.Ordinal));
    }

    [SpecificationFact]
    public async Task LogAndException_OfAnAppendTheDatabaseRefuses_HoldNothingPrivate()
    {
        using var log = new CapturedLog();
        await using var chat = await StartAsync(log);
        await using (var context = chat.CreateContext())
        {
            // Stands for any rule of the database that is broken while the message is written.
            await context.Database.ExecuteSqlAsync($"CREATE UNIQUE INDEX one_per_author ON chat_message (user_id)");
        }

        await chat.Messages.AppendAsync(SecretDraft(), CancellationToken.None);
        var exception = await Assert.ThrowsAsync<MessageStoreException>(
            async () => await chat.Messages.AppendAsync(SecretDraft(), CancellationToken.None));

        // Refused for this and no other reason, and whoever runs the app can see it.
        Assert.Matches("one_per_author|UNIQUE constraint failed", exception.ToString());
        AssertHoldsNoSecret(log);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, exception.ToString(), StringComparison.Ordinal));
    }

    private static MessageDraft SecretDraft() => Drafts.Draft(
        Drafts.NewCommunity(), "secret-text", "secret-author", $"secret-key-{Guid.NewGuid():n}", displayName: "secret-name");

    private static void AssertHoldsNoSecret(CapturedLog log)
    {
        Assert.Contains(log.Lines, line => line.Contains("chat_message", StringComparison.Ordinal));
        Assert.All(Secrets, secret => Assert.DoesNotContain(
            log.Lines, line => line.Contains(secret, StringComparison.Ordinal)));
    }

    private async Task<ChatServices> StartAsync(CapturedLog log)
    {
        var database = await databases.CreateAsync();
        var chat = ChatServices.Empty();
        chat.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        chat.AddEntityFrameworkStore(options =>
        {
            database(options);
            options.EnableSensitiveDataLogging().EnableDetailedErrors();
        });
        await chat.Provider.MigrateCommunityChatAsync();
        return chat;
    }
}
