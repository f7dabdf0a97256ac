using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Messages.Appending;
using Microsoft.Extensions.Hosting;

namespace CommunityRealtime.EfCore.Hosting;

/// <summary>Prepares the database before any other service of the host starts, and stores what waits after all of them have stopped.</summary>
internal sealed class ChatDatabaseLifetime(ChatDatabase database, AppendWriter writer) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => database.PrepareAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => writer.StopAsync(cancellationToken);
}
