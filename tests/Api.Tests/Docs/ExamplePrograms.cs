using System.Diagnostics;
using System.Text.RegularExpressions;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Docs;

/// <summary>
/// The programs that stand in for those of the same name in examples:
/// <list type="bullet">
/// <item>
/// <c>curl</c> fails after an error answer, and ends each answer with a line break. Before it asks a model, it waits for the jobs, as a reader does.
/// </item>
/// <item>
/// <c>dotnet run --project src/Api -- keys ...</c> and <c>backup ...</c> run the command on the data folder of the test's service. Any other start of
/// the service is not run: its settings are checked as at a start. All other commands of dotnet do nothing.
/// </item>
/// </list>
/// </summary>
internal sealed partial class ExamplePrograms : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <param name="address">The address of the test's service.</param>
    /// <param name="data">The data folder of that service.</param>
    public ExamplePrograms(string address, TemporaryFolder data)
    {
        Directory.CreateDirectory(folder["bin"]);
        Directory.CreateDirectory(folder["starts"]);
        Add("curl",
            $$"""
            curl={{ShellCommand.Find("curl")}}
            case "$*" in *"/v2/models/"*|*"/api/models"*)
              while $curl -sS "{{address}}/api/jobs?state=queued" "{{address}}/api/jobs?state=running" | grep -q '"id"'; do sleep 0.2; done ;;
            esac
            exec $curl -sS --fail-with-body -w '\n' "$@"
            """);
        Add("dotnet",
            $$"""
            [ "${*:1:3}" = "run --project src/Api" ] || exit 0
            shift 3
            [ "${1:-}" != -- ] || shift
            [ "${1:-}" != demo ] || shift
            if [ "${1:-}" = keys ] || [ "${1:-}" = backup ]; then
              unset ${!LearnML__*}
              exec "{{Path.Combine(AppContext.BaseDirectory, "LearnML.Api")}}" "$@" --LearnML:Data "{{data.Path}}"
            fi
            start=$(mktemp -p "{{folder["starts"]}}")
            settings='^(LearnML|ConnectionStrings|Logging|Authentication|Kestrel)__|^(Urls|OTEL_[A-Z_]*)='
            env | grep -E "$settings" | sed 's/__/:/g; s/^/--/' > "$start" || true
            for argument in "$@"; do printf '%s\n' "$argument" >> "$start"; done
            """);
    }

    /// <summary>Makes a process find these programs first.</summary>
    public void AddTo(ProcessStartInfo start) => start.Environment["PATH"] = folder["bin"] + Path.PathSeparator + start.Environment["PATH"];

    /// <summary>Checks the settings of each start of the service since the last call.</summary>
    /// <param name="where">The place of the example, for messages.</param>
    public void CheckStarts(string where)
    {
        foreach (var start in Directory.EnumerateFiles(folder["starts"]))
        {
            CheckSettings(where, File.ReadAllLines(start));
            File.Delete(start);
        }
    }

    /// <summary>Checks settings as a start of the service does. A GPU in them may be missing on this machine.</summary>
    /// <param name="where">The place of the example, for messages.</param>
    /// <param name="arguments">The settings, as on the command line.</param>
    public static void CheckSettings(string where, IEnumerable<string> arguments)
    {
        string[] settings = [.. arguments.Select(argument => Gpu().Replace(argument, "cpu"))];
        var problem = Record.Exception(() => ServiceSetup.CreateBuilder(settings));
        Assert.True(problem is null, $"{where}: the service would not start. {problem}");
    }

    public void Dispose() => folder.Dispose();

    private void Add(string name, string script)
    {
        var file = folder["bin", name];
        File.WriteAllText(file, "#!/usr/bin/env bash\nset -eu\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [GeneratedRegex(@"\bcuda(:\d+)?\b")]
    private static partial Regex Gpu();
}
