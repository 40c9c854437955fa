using LearnML.Training.Tables.Columns;

namespace LearnML.Api.Hosting;

/// <summary>The arguments of the program: a command, if there is one, and what follows it.</summary>
/// <param name="Command">One of the commands; null if the program is only to serve.</param>
/// <param name="Arguments">The settings, and for <see cref="Keys"/> the arguments of that command before them.</param>
internal sealed record CommandLine(string? Command, string[] Arguments)
{
    /// <summary>The folder of <see cref="Backup"/> and <see cref="Restore"/>; empty for other commands.</summary>
    public string Folder { get; private init; } = "";

    /// <summary>The command that trains and predicts before it serves.</summary>
    public const string Demo = "demo";

    /// <summary>The command that creates, lists and revokes keys.</summary>
    public const string Keys = "keys";

    /// <summary>The command that copies a service with SQLite, even while it runs.</summary>
    public const string Backup = "backup";

    /// <summary>The command that puts a backup into the data folder.</summary>
    public const string Restore = "restore";

    /// <summary>The command that replaces a damaged database.</summary>
    public const string Repair = "repair";

    /// <summary>The command that prints <see cref="HelpText"/>.</summary>
    public const string Help = "help";

    private static readonly string[] Commands = [Demo, Keys, Backup, Restore, Repair, Help];
    private static readonly string[] HelpOptions = ["--help", "-h", "-?", "/?"];
    private static readonly string[] KeyOptions = ["scope", "name", "days"];

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="StartupException">A word or an option is unknown. The configuration would ignore it.</exception>
    public static CommandLine Parse(string[] arguments)
    {
        if (arguments is [Help, ..] || arguments.Any(HelpOptions.Contains))
        {
            return new CommandLine(Help, []);
        }

        if (arguments is [Backup or Restore, ..])
        {
            if (arguments is not [_, var folder, .. var settings] || folder.StartsWith('-'))
            {
                throw new StartupException($"'{arguments[0]}' needs the folder of the backup: {arguments[0]} FOLDER");
            }

            RequireKnown(settings, []);
            return new CommandLine(arguments[0], settings) { Folder = folder };
        }

        var command = arguments is [Demo or Keys or Repair, ..] ? arguments[0] : null;
        string[] rest = command is null ? arguments : arguments[1..];
        RequireKnown(command == Keys ? rest.Skip(1) : rest, command == Keys ? KeyOptions : []);
        return new CommandLine(command, rest);
    }

    private static void RequireKnown(IEnumerable<string> arguments, string[] ownOptions)
    {
        using var each = arguments.GetEnumerator();
        while (each.MoveNext())
        {
            var argument = each.Current;
            var name = argument.StartsWith("--", StringComparison.Ordinal) ? argument[2..] : argument.TrimStart('/');
            var end = name.IndexOf('=', StringComparison.Ordinal);
            if (end < 0 && name.Length == argument.Length)
            {
                throw new StartupException(argument.StartsWith('-')
                    ? Unknown("option", argument, FindOption(argument.TrimStart('-'), ownOptions))
                    : Commands.Contains(argument) ? $"The command '{argument}' must be the first word. --help shows the commands and options."
                    : Unknown("command", argument, NearestName.Find(argument, Commands)));
            }

            RequireOption(end < 0 ? name : name[..end], ownOptions);
            if (end < 0 && !each.MoveNext())
            {
                throw new StartupException($"The option {argument} needs a value: {argument} VALUE.");
            }
        }
    }

    private static void RequireOption(string name, string[] ownOptions)
    {
        if (!SettingNames.IsKnown(name) && !ownOptions.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw new StartupException(Unknown("option", $"--{name}", FindOption(name, ownOptions)));
        }
    }

    private static string? FindOption(string name, string[] ownOptions) =>
        Commands.FirstOrDefault(command => command.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? ((NearestName.Find(name, ownOptions) ?? SettingNames.FindNearest(name)) is { } near ? $"--{near}" : null);

    private static string Unknown(string kind, string text, string? nearest) =>
        $"There is no {kind} '{text}'{(nearest is null ? "." : $"; did you mean '{nearest}'?")} --help shows the commands and options.";
}
