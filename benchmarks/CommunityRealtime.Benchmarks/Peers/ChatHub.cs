using System.Globalization;
using Microsoft.AspNetCore.SignalR;

namespace CommunityRealtime.Benchmarks.Peers;

/// <summary>Rooms as SignalR groups.</summary>
internal sealed class ChatHub(PeerMessages messages) : Hub
{
    private int Community
    {
        get => (int)Context.Items[nameof(Community)]!;
        set => Context.Items[nameof(Community)] = value;
    }

    public override async Task OnConnectedAsync()
    {
        Community = int.Parse(Context.GetHttpContext()!.Request.Query["community"].ToString(), CultureInfo.InvariantCulture);
        await Groups.AddToGroupAsync(Context.ConnectionId, GroupOf(Community));

        // The handshake was answered before: only from here on does the member get everything.
        await Clients.Caller.SendAsync("joined");
    }

    public Task SendMessage(string content)
        => Clients.Group(GroupOf(Community)).SendAsync("message", messages.Make(Community, Context.User!, content));

    private static string GroupOf(int community) => community.ToString(CultureInfo.InvariantCulture);
}
