using System.Diagnostics;
using System.Globalization;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>A member in a process of its own, which reads what comes until it is stopped (<c>SIGSTOP</c>).</summary>
internal sealed class StoppableMember : IDisposable
{
    private readonly Process _process;

    private StoppableMember(Process process) => _process = process;

    /// <summary>Everything that the process has read, as it came from the server.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    public static async Task<StoppableMember> ConnectAsync(ChatApp app, int user)
    {
        var before = app.Logs.ConnectionsOpened;
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true };
        foreach (var argument in new[]
        {
            "-c", """exec 3<>"/dev/tcp/127.0.0.1/$0" && printf %s "$1" >&3 && exec cat <&3""", $"{app.Address.Port}", RawMember.Handshake(app, user),
        })
        {
            start.ArgumentList.Add(argument);
        }

        var member = new StoppableMember(Process.Start(start)!);
        await Eventually.TrueAsync(() => app.Logs.ConnectionsOpened > before, "the process to connect");
        return member;
    }

    public async Task StopAsync()
    {
        await SignalAsync("STOP");
        await Eventually.TrueAsync(() => State() == 'T', "the process to stop");
    }

    public Task ContinueAsync() => SignalAsync("CONT");

    public Task WaitForExitAsync() => _process.WaitForExitAsync().WaitAsync(ChatClient.Deadline);

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    /// <summary>The third field of <c>/proc/PID/stat</c>; the second is the program's name in brackets.</summary>
    private char State() => File.ReadAllText($"/proc/{_process.Id}/stat").Split(") ")[1][0];

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("bash", ["-c", "kill -s \"$0\" \"$1\"", signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().WaitAsync(ChatClient.Deadline);
        Assert.Equal(0, kill.ExitCode);
    }
}
