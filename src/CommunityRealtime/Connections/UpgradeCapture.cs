using Microsoft.AspNetCore.Http.Features;

namespace CommunityRealtime.Connections;

/// <summary>Stands between the server and the platform's handshake and keeps the upgraded stream.</summary>
internal sealed class UpgradeCapture(IFeatureCollection features, SocketConnection connection, FramePipe? frames)
    : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    private readonly IHttpUpgradeFeature? _upgrade = features.Get<IHttpUpgradeFeature>();
    private readonly IHttpExtendedConnectFeature? _connect = features.Get<IHttpExtendedConnectFeature>();

    public bool IsUpgradableRequest => _upgrade?.IsUpgradableRequest ?? false;

    public bool IsExtendedConnect => _connect?.IsExtendedConnect ?? false;

    public string? Protocol => _connect?.Protocol;

    /// <summary>The stream, once the handshake has been made.</summary>
    public ControlStream? Stream { get; private set; }

    /// <summary>Puts itself in the server's place, for a handshake that is made anew.</summary>
    /// <returns><see langword="false"/> when the server has no stream to give.</returns>
    public bool TryTakePlace()
    {
        if (IsUpgradableRequest)
        {
            features.Set<IHttpUpgradeFeature>(this);
        }
        else if (IsExtendedConnect)
        {
            features.Set<IHttpExtendedConnectFeature>(this);
        }
        else
        {
            return false;
        }

        features.Set<IHttpWebSocketFeature>(null);
        return true;
    }

    /// <summary>Leaves the request as it was, and with it what the handshake needed.</summary>
    public void GivePlaceBack()
    {
        if (IsUpgradableRequest)
        {
            features.Set(_upgrade);
        }
        else if (IsExtendedConnect)
        {
            features.Set(_connect);
        }

        features.Set<IHttpWebSocketFeature>(null);
    }

    public async Task<Stream> UpgradeAsync() => Stream = new ControlStream(await _upgrade!.UpgradeAsync().ConfigureAwait(false), frames, connection);

    public async ValueTask<Stream> AcceptAsync() => Stream = new ControlStream(await _connect!.AcceptAsync().ConfigureAwait(false), null, connection);
}
