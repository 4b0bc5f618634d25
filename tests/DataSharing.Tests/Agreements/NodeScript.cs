using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Xunit.Sdk;

namespace DataSharing.Tests.Agreements;

/// <summary>Runs a script of tests/npm/agreements under node, as an independent peer. What is missing fails the test with how to get it.</summary>
internal static class NodeScript
{
    public static string Run(string script, string input)
    {
        var folder = Path.Combine(Root(), "tests", "npm", "agreements");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new XunitException("tests/npm/agreements has no node_modules: run ./test, or `npm ci --ignore-scripts` in that folder.");
        }

        var start = new ProcessStartInfo("node", [script])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            using var node = Process.Start(start) ?? throw new XunitException("node did not start.");
            var errors = node.StandardError.ReadToEndAsync();
            var output = node.StandardOutput.ReadToEndAsync();
            node.StandardInput.Write(input);
            node.StandardInput.Close();
            if (!node.WaitForExit(TimeSpan.FromMinutes(2)))
            {
                node.Kill();
                throw new XunitException($"{script} took more than two minutes.");
            }

            return node.ExitCode == 0
                ? output.GetAwaiter().GetResult()
                : throw new XunitException($"{script} failed: {errors.GetAwaiter().GetResult()}");
        }
        catch (Win32Exception missing)
        {
            throw new XunitException("node is not installed: run ./test, which installs it.", missing);
        }
    }

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DataSharing.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new XunitException("The tests run from inside the repository.");
    }
}
