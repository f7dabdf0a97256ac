using Microsoft.AspNetCore.Http.Features;

namespace CommunityRealtime.Connections;

/// <summary>Stands between the server and the platform's handshake and keeps the upgraded stream.</summary>
internal sealed class UpgradeCapture(IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect, SocketConnection connection)
    : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    public bool IsUpgradableRequest => upgrade?.IsUpgradableRequest ?? false;

    public bool IsExtendedConnect => connect?.IsExtendedConnect ?? false;

    public string? Protocol => connect?.Protocol;

    /// <summary>The stream, once the handshake has been made.</summary>
    public ControlStream? Stream { get; private set; }

    public async Task<Stream> UpgradeAsync() => Stream = new ControlStream(await upgrade!.UpgradeAsync().ConfigureAwait(false), connection);

    public async ValueTask<Stream> AcceptAsync() => Stream = new ControlStream(await connect!.AcceptAsync().ConfigureAwait(false), connection);
}
