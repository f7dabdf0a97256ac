using System.Net.Http.Headers;
using System.Text.Json;
using CommunityRealtime.Benchmarks.Hosting;

namespace CommunityRealtime.Benchmarks.History;

/// <summary>Pages over HTTP, from a server process. Only that process is charged.</summary>
internal sealed class HttpPages : IPageReader
{
    private readonly ServerProcess _server;
    private readonly HttpClient _client;
    private readonly int _length;

    private HttpPages(ServerProcess server, int length)
    {
        _server = server;
        _length = length;
        _client = new HttpClient { BaseAddress = server.Address };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Tokens.MakeToken(42));
    }

    public TimeSpan ProcessorTime => _server.ProcessorTime;

    public static Task<IPageReader> OpenAsync(Database database, int length, CancellationToken cancellationToken)
        => OpenAsync(ServerKind.CommunityRealtime, database, length, cancellationToken);

    /// <summary>The same pages from a hand-written endpoint.</summary>
    public static Task<IPageReader> OpenLinqAsync(Database database, int length, CancellationToken cancellationToken)
        => OpenAsync(ServerKind.LinqPages, database, length, cancellationToken);

    private static async Task<IPageReader> OpenAsync(ServerKind server, Database database, int length, CancellationToken cancellationToken)
        => new HttpPages(await ServerProcess.StartAsync(server, database, cancellationToken), length);

    public async Task ReadAsync(Page page, CancellationToken cancellationToken)
    {
        var address = new Uri($"/api/communities/{LongHistory.Community}/messages?{page.ToQueryString()}", UriKind.Relative);
        using var messages = JsonDocument.Parse(await _client.GetByteArrayAsync(address, cancellationToken));
        var count = messages.RootElement.GetArrayLength();
        page.Check(_length, count, IdAt(0), IdAt(count - 1));

        long IdAt(int index) => messages.RootElement[index].GetProperty("id").GetInt64();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }
}
