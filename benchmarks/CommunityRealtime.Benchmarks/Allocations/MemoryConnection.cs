using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace CommunityRealtime.Benchmarks.Allocations;

/// <summary>A connection as the server sees it. Its client says one thing, listens, and goes when it is told to.</summary>
internal sealed class MemoryConnection(string id, ByteCounter sent) : ConnectionContext, IDuplexPipe
{
    private readonly Pipe _toServer = new();

    public override string ConnectionId { get; set; } = id;

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    public override IDuplexPipe Transport
    {
        get => this;
        set => throw new NotSupportedException();
    }

    public PipeReader Input => _toServer.Reader;

    public PipeWriter Output { get; } = new DiscardingWriter(sent);

    /// <summary>What the client says.</summary>
    public ValueTask<FlushResult> SayAsync(ReadOnlyMemory<byte> request) => _toServer.Writer.WriteAsync(request);

    /// <summary>The client goes.</summary>
    public void Leave() => _toServer.Writer.Complete();

    public override void Abort(ConnectionAbortedException abortReason) => Leave();
}
