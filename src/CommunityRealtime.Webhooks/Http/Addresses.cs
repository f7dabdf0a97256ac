using System.Net;
using System.Net.Sockets;

namespace CommunityRealtime.Webhooks.Http;

/// <summary>Tells where an address leads, after the special-purpose registries of IANA (RFC 6890).</summary>
internal static class Addresses
{
    private static readonly IPNetwork[] Never4 = Networks(
        "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "100.100.100.200/32", // metadata of Alibaba Cloud
        "168.63.129.16/32"); // platform services of Azure

    private static readonly IPNetwork[] Private4 = Networks("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");

    private static readonly IPNetwork[] Private6 = Networks("::1/128", "fc00::/7");

    private static readonly IPNetwork GlobalUnicast6 = IPNetwork.Parse("2000::/3");

    // What looks public and is not: protocol assignments with Teredo, documentation, 6to4.
    private static readonly IPNetwork[] Never6 = Networks(
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        "fd00:ec2::254/128"); // metadata of AWS

    // Where a network translates to IPv4, the last four bytes are the address that is reached (RFC 6052).
    private static readonly IPNetwork Translated6 = IPNetwork.Parse("64:ff9b::/96");

    public static AddressReach ReachOf(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return IsIn(Never4, address) ? AddressReach.Never : IsIn(Private4, address) ? AddressReach.Private : AddressReach.Public;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return ReachOf(address.MapToIPv4());
        }

        if (Translated6.Contains(address))
        {
            return ReachOf(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        }

        return IsIn(Never6, address) ? AddressReach.Never
            : IsIn(Private6, address) ? AddressReach.Private
            : GlobalUnicast6.Contains(address) ? AddressReach.Public
            : AddressReach.Never;
    }

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];

    private static bool IsIn(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, network => network.Contains(address));
}
