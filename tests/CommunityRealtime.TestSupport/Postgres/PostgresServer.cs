using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CommunityRealtime.TestSupport.Postgres;

/// <summary>A real PostgreSQL on a free loopback port, in a temporary folder, for as long as the fixture lives.</summary>
/// <remarks>
/// Use it as a class or collection fixture. It starts with the first <see cref="CreateDatabaseAsync"/>, so tests that are
/// skipped start nothing. The variable <c>TEST_POSTGRES</c> (a connection string) puts a server of one's own in its place.
/// </remarks>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"chat-postgres-{Guid.NewGuid():n}");
    private readonly Lazy<Task<string>> _server;
    private int _port;

    public PostgresServer()
        : this(Environment.GetEnvironmentVariable("TEST_POSTGRES"))
    {
    }

    private PostgresServer(string? existing)
        => _server = new(() => existing is null ? InstallAsync() : Task.FromResult(existing));

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Whether a commit waits for the disk, as it must wherever data matters. Default <see langword="false"/>: tests only lose time.</summary>
    public bool SyncsToDisk { get; init; }

    /// <summary>A server that <c>TEST_POSTGRES</c> does not replace, so that a test may stop it.</summary>
    public static PostgresServer CreateStoppable() => new(existing: null);

    /// <summary>Makes an empty database and, the first time, the server.</summary>
    /// <returns>The database's connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var server = await _server.Value;
        var name = $"chat_{Guid.NewGuid():n}";

        // Without a pool: a pooled connection would be dead after a stop.
        await using var connection = new NpgsqlConnection($"{server};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is our own.
        command.CommandText = $"CREATE DATABASE {name}";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();

        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    /// <summary>Stops the server and cuts every connection, as a crash does.</summary>
    public Task StopAsync() => RunAsPostgresAsync("pg_ctl", "stop", "-w", "-m", "immediate", "-D", Data);

    /// <summary>Starts the server again after <see cref="StopAsync"/>, on the same port with the same data.</summary>
    public Task StartAsync() => RunAsPostgresAsync(
        "pg_ctl", "start", "-w", "-D", Data, "-l", Path.Combine(_folder, "log"), "-o",
        $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1 -c fsync={(SyncsToDisk ? "on" : "off")} -c max_connections=200");

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (!Directory.Exists(_folder))
        {
            return;
        }

        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            await StopAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> InstallAsync()
    {
        Directory.CreateDirectory(_folder);
        _port = FreePort();
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL refuses to run as root, so the folder goes to the user that it does run as.
            await RunAsync("chown", "postgres", _folder);
        }

        await RunAsPostgresAsync("initdb", "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync");
        await StartAsync();
        return $"Host=127.0.0.1;Port={_port.ToString(CultureInfo.InvariantCulture)};Username=postgres;Database=postgres";
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task RunAsPostgresAsync(string program, params string[] arguments)
    {
        var path = Programs.Find(program)
            ?? throw new InvalidOperationException($"This machine has no {program}; ./test.sh installs it.");
        return Environment.IsPrivilegedProcess
            ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        // Output goes to a file: the server inherits its starter's, and a pipe would keep us waiting for as long as it runs.
        var output = Path.Combine(_folder, "output");
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = _folder };
        foreach (var argument in (string[])["-c", "\"$@\" >\"$0\" 2>&1 </dev/null", output, program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} ended with {process.ExitCode}: {await File.ReadAllTextAsync(output)}");
        }
    }
}
