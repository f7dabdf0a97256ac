using CommunityRealtime.EfCore.Database;
using Microsoft.Extensions.Hosting;

namespace CommunityRealtime.EfCore.Hosting;

/// <summary>Prepares the database before any other service of the host starts.</summary>
internal sealed class ChatDatabaseStartup(ChatDatabase database) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => database.PrepareAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
