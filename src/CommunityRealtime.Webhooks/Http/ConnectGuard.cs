using System.Net;
using System.Net.Sockets;

namespace CommunityRealtime.Webhooks.Http;

/// <summary>
/// Connects to allowed addresses only. The addresses that are checked are the ones that are connected to: a name that changes its mind
/// in between gains nothing.
/// </summary>
internal sealed class ConnectGuard(bool encrypted, bool allowPrivateNetwork)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken).ConfigureAwait(false);
        var allowed = Array.FindAll(addresses, IsAllowed);
        if (allowed.Length == 0)
        {
            throw new AddressRefusedException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public bool IsAllowed(IPAddress address) => Addresses.ReachOf(address) switch
    {
        AddressReach.Public => encrypted,
        AddressReach.Private => allowPrivateNetwork,
        _ => false,
    };
}
