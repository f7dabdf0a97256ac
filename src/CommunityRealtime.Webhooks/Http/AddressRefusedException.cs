namespace CommunityRealtime.Webhooks.Http;

/// <summary>A name leads only to addresses that the webhook may not reach.</summary>
internal sealed class AddressRefusedException() : IOException("The name leads to no address that may be reached.");
