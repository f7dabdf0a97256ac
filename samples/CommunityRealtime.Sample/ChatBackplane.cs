namespace CommunityRealtime.Sample;

/// <summary>Joins several servers by configuration: <c>ConnectionStrings:Redis</c> set means that there are others.</summary>
internal static class ChatBackplane
{
    public static ICommunityChatBuilder AddConfiguredBackplane(this ICommunityChatBuilder chat, IConfiguration configuration)
    {
        var redis = configuration.GetConnectionString("Redis");
        return string.IsNullOrWhiteSpace(redis) ? chat : chat.AddRedisBackplane(options =>
        {
            options.Configuration = redis;
            configuration.GetSection("CommunityChat:Redis").Bind(options);
        });
    }
}
