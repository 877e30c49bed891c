# tcp-resets.plugin: put this into ~/.config/fish/completions/tcp-resets.plugin.fish
complete --no-files --command tcp-resets.plugin --command tcp-resets --arguments '((commandline -o)[1] complete --position (commandline -C) -- (commandline -b))'
