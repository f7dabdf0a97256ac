using System.Net;
using CommunityRealtime.Webhooks.Http;
using CommunityRealtime.Webhooks.Tests.Support;

namespace CommunityRealtime.Webhooks.Tests;

/// <summary>Where a webhook may go, whatever its name resolves to.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::1.1.1.1")]
    public void IsAllowed_PublicAddress_WithEncryptionOnly(string address)
    {
        Assert.True(IsAllowed(address, encrypted: true, allowPrivateNetwork: false));
        Assert.False(IsAllowed(address, encrypted: false, allowPrivateNetwork: true));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.255")]
    [InlineData("10.0.0.1")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:192.168.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    public void IsAllowed_PrivateAddress_WhenTheAppAllowsIt(string address)
    {
        Assert.False(IsAllowed(address, encrypted: true, allowPrivateNetwork: false));
        Assert.True(IsAllowed(address, encrypted: true, allowPrivateNetwork: true));
        Assert.True(IsAllowed(address, encrypted: false, allowPrivateNetwork: true));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("3fff::1")]
    [InlineData("4000::1")]
    public void IsAllowed_LinkLocalMetadataAndSpecialAddress_Never(string address)
    {
        Assert.False(IsAllowed(address, encrypted: true, allowPrivateNetwork: true));
        Assert.False(IsAllowed(address, encrypted: false, allowPrivateNetwork: true));
    }

    [Fact]
    public async Task NotifyAsync_NameThatLeadsToAPrivateAddress_IsNotConnectedTo()
    {
        await using var receiver = await Receiver.StartAsync();
        using var webhook = new Webhook(
            new($"https://localhost:{receiver.Port}/"),
            options => (options.AllowPrivateNetwork, options.AllowHttp) = (false, false));

        var failure = await webhook.FailAsync();

        Assert.Equal("The receiver of webhook:pager did not take the notice: its address is not one that the webhook may reach.", failure.Message);
        Assert.Equal(0, receiver.Connections);
    }

    private static bool IsAllowed(string address, bool encrypted, bool allowPrivateNetwork) =>
        new ConnectGuard(encrypted, allowPrivateNetwork).IsAllowed(IPAddress.Parse(address));
}
