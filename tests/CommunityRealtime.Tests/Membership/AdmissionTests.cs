using CommunityRealtime.Authentication;
using CommunityRealtime.Membership;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace CommunityRealtime.Tests.Membership;

public sealed class AdmissionTests
{
    private readonly IChatAuthenticator _authenticator = Substitute.For<IChatAuthenticator>();
    private readonly ICommunityMembership _membership = Substitute.For<ICommunityMembership>();

    public AdmissionTests()
    {
        _authenticator.AuthenticateAsync(default!, default)
            .ReturnsForAnyArgs(ChatAuthenticationResult.Success(new() { Id = new(42), DisplayName = "Alice" }));
        _membership.FindAsync(default, default, default).ReturnsForAnyArgs(CommunityMembership.Member());
    }

    [Fact]
    public async Task Admit_Member_GetsInByTheNameInTheToken()
    {
        var (user, refusal) = await AdmitAsync();

        Assert.Null(refusal);
        Assert.Equal(new AdmittedUser(new(42), "Alice", CommunityRole.Member, ExpiresAt: null), user);
    }

    [Fact]
    public async Task Admit_MemberWithARole_GetsInWithItUntilTheTokenExpires()
    {
        var expiresAt = DateTimeOffset.UnixEpoch.AddYears(100);
        _authenticator.AuthenticateAsync(default!, default)
            .ReturnsForAnyArgs(ChatAuthenticationResult.Success(new() { Id = new(42), DisplayName = "Alice", ExpiresAt = expiresAt }));
        _membership.FindAsync(default, default, default).ReturnsForAnyArgs(CommunityMembership.Member(CommunityRole.Therapist));

        var (user, _) = await AdmitAsync();

        Assert.Equal((CommunityRole.Therapist, expiresAt), (user!.Role, user.ExpiresAt));
    }

    [Fact]
    public async Task Admit_NobodyAuthenticated_AsksNoMembership()
    {
        _authenticator.AuthenticateAsync(default!, default).ReturnsForAnyArgs(ChatAuthenticationResult.Fail(ChatAuthenticationFailure.TokenInvalid));

        var (_, refusal) = await AdmitAsync();

        Assert.Same(Refusal.TokenInvalid, refusal);
        await _membership.DidNotReceiveWithAnyArgs().FindAsync(default, default, default);
    }

    [Fact]
    public async Task Admit_WhenTheAuthenticatorFails_IsUnavailable()
    {
        _authenticator.AuthenticateAsync(default!, default).ThrowsAsyncForAnyArgs(new InvalidOperationException());

        Assert.Same(Refusal.Unavailable, (await AdmitAsync()).Refusal);
    }

    public static TheoryData<Exception> Failures =>
        [new MembershipUnavailableException(), new InvalidOperationException(), new TaskCanceledException("a time-out of the host's own")];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Admit_WhenMembersAreNotReached_IsUnavailableAndNotRefusedForGood(Exception failure)
    {
        _membership.FindAsync(default, default, default).ThrowsAsyncForAnyArgs(failure);

        Assert.Same(Refusal.Unavailable, (await AdmitAsync()).Refusal);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Recheck_WhenMembersAreNotReached_IsUnavailableAndNotTheEndOfTheSocket(Exception failure)
    {
        _membership.FindAsync(default, default, default).ThrowsAsyncForAnyArgs(failure);

        Assert.Same(Refusal.Unavailable, (await Admission().RecheckAsync(new(5), new(42))).Refusal);
    }

    private Admission Admission()
    {
        var tickets = new Tickets(new InMemoryTicketStore(), new(), TimeProvider.System, NullLogger<Tickets>.Instance);
        return new(_authenticator, new(new()), tickets, _membership, NullLogger<Admission>.Instance);
    }

    private ValueTask<(AdmittedUser? User, Refusal? Refusal)> AdmitAsync() => Admission().AdmitAsync(new DefaultHttpContext(), new(5));
}
