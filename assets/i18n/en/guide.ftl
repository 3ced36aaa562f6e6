# The pages with all faults, for those who help on the telephone.

guide-title = Help for those who help
guide-about = What the page tells a member when something does not work, and the steps that only the member can take.
guide-all = To all faults
guide-everywhere = On every device
guide-no-steps = The button on the member’s page helps here, or whoever runs the server; there is nothing else for the member to do.
guide-other-browser = other browsers
guide-other-system = other systems
