using CommunityRealtime.Connections;
using CommunityRealtime.Membership;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Pipeline;

/// <summary>Keeps a connection open beyond the token that opened it, by a new one of the same user.</summary>
internal sealed class TokenRefresh(Admission admission)
{
    /// <summary>Takes a new token and tells the client until when it holds.</summary>
    /// <param name="connection">The connection; a refused token changes nothing about it.</param>
    /// <param name="token">What the client sent.</param>
    /// <returns>Why it is refused, or <see langword="null"/>.</returns>
    public async ValueTask<ProtocolError?> RunAsync(SocketConnection connection, string token)
    {
        var (expiresAt, refusal) = await admission.RenewAsync(token, connection.User).ConfigureAwait(false);
        if (refusal is not null)
        {
            return refusal == Refusal.Unavailable ? ProtocolError.Unavailable : ProtocolError.TokenRefused;
        }

        connection.ExpiresAt = expiresAt;
        connection.Send(V1Frames.Refreshed(expiresAt));
        return null;
    }
}
