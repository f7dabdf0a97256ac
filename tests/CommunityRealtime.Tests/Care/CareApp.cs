using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommunityRealtime.Membership;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Care;

/// <summary>A chat with a therapist (7), another one (8), a care lead (9) and members (42, 43), and its crisis cases over REST.</summary>
internal sealed class CareApp : IAsyncDisposable
{
    public const int Therapist = 7;
    public const int OtherTherapist = 8;
    public const int CareLead = 9;
    public const int Author = 42;
    public const int Member = 43;
    public const string Cry = "I am going to kill myself tonight";

    private CareApp(ChatApp chat) => Chat = chat;

    public ChatApp Chat { get; }

    public static async Task<CareApp> StartAsync(Action<CommunityChatOptions>? configure = null)
    {
        var chat = await ChatApp.StartAsync(configure);
        var members = chat.Services.GetRequiredService<ICommunityMemberStore>();
        foreach (var (user, role) in new[] { (Therapist, CommunityRole.Therapist), (OtherTherapist, CommunityRole.Therapist), (CareLead, CommunityRole.CareLead) })
        {
            await members.SetAsync(new CommunityId(5), new UserId(user), CommunityMembership.Member(role), CancellationToken.None);
        }

        return new CareApp(chat);
    }

    /// <summary>The author's message is withheld.</summary>
    /// <returns>The id of the case.</returns>
    public async Task<string> RaiseAsync(bool isAnonymous = false)
    {
        var author = await Chat.ConnectV1Async(Author);
        await author.SendAsync(Cry, isAnonymous: isAnonymous, clientId: $"{Guid.NewGuid():n}");
        await author.ReceiveJsonAsync("system");
        return (await GetAsync(Therapist, "crisis-cases")).EnumerateArray()
            .MaxBy(found => found.GetProperty("raised_at").GetString(), StringComparer.Ordinal).GetProperty("id").GetString()!;
    }

    /// <summary>Asks, and gets an answer that says so.</summary>
    public async Task<JsonElement> GetAsync(int user, string path)
    {
        using var response = await SendAsync(HttpMethod.Get, user, path);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Does something, and gets the status with the code of the problem or the state of the case.</summary>
    public async Task<(int Status, string? Word)> PostAsync(int user, string path, object? body = null)
    {
        using var response = await SendAsync(HttpMethod.Post, user, path, body);
        var text = await response.Content.ReadAsStringAsync();
        var answer = text.Length == 0 ? default : JsonElement.Parse(text);
        var word = answer.ValueKind != JsonValueKind.Object ? null
            : answer.TryGetProperty("code", out var code) ? code.GetString()
            : answer.TryGetProperty("state", out var state) ? state.GetString() : null;
        return ((int)response.StatusCode, word);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, int? user, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Chat.Address, $"/api/communities/5/{path}"));
        request.Headers.Authorization = user is null ? null : new AuthenticationHeaderValue("Bearer", Tokens.For($"{user}"));
        request.Content = body is null ? null : body is string text ? new StringContent(text) : JsonContent.Create(body);
        return await Chat.Http.SendAsync(request);
    }

    public ValueTask DisposeAsync() => Chat.DisposeAsync();
}
